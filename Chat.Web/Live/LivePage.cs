using Chat.Web.Access;
using Microsoft.AspNetCore.Components;

namespace Chat.Web.Live;

/// <summary>
/// A component that stays true: it opens its line, then loads, then folds in each event, so that nothing falls between
/// loading and listening. A line that was hung up is opened again and the page catches up. While prerendering there is
/// nobody to listen for: it loads once.
/// </summary>
public abstract class LivePage : OpenPage
{
    [Inject]
    private Feed Feed { get; set; } = null!;

    [Inject]
    protected TimeProvider Clock { get; private set; } = null!;

    [CascadingParameter]
    public required Actor Actor { get; set; }

    /// <summary>Brings what is shown up to date: everything at first, what is missing later.</summary>
    protected abstract Task CatchUpAsync();

    /// <summary>Folds one event into what is shown. True when that changes what is seen.</summary>
    protected abstract Task<bool> FoldInAsync(ChatEvent happened);

    protected override async Task OnInitializedAsync()
    {
        if (!RendererInfo.IsInteractive)
        {
            await CatchUpAsync();
            return;
        }

        var line = Feed.Open(Actor.Id, Actor.Session);
        try
        {
            await CatchUpAsync();
        }
        catch
        {
            line.Dispose();
            throw;
        }

        _ = GoOnAsync(() => ListenAsync(line));
    }

    private async Task ListenAsync(Feed.Line line)
    {
        var pace = new Pace(Clock);
        try
        {
            while (true)
            {
                while (await line.Events.WaitToReadAsync(Closed))
                {
                    await InvokeAsync(() => FoldInAllAsync(line));
                    await Task.Delay(pace.Next(), Clock, Closed);
                }

                if (line.HasEnded)
                {
                    return;
                }

                line.Dispose();
                line = Feed.Open(Actor.Id, Actor.Session);
                await InvokeAsync(CatchUpAndShowAsync);
            }
        }
        finally
        {
            line.Dispose();
        }
    }

    private async Task FoldInAllAsync(Feed.Line line)
    {
        var changed = false;
        while (line.Events.TryRead(out var happened))
        {
            changed |= await FoldInAsync(happened);
        }

        if (changed)
        {
            StateHasChanged();
        }
    }

    private async Task CatchUpAndShowAsync()
    {
        await CatchUpAsync();
        StateHasChanged();
    }
}
