using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Chat.Web.Conversations;

/// <summary>The thread's side in the browser (MessageThread.razor.js), as the page speaks to it. Once the browser is gone nothing is said.</summary>
public sealed class ThreadScript : IAsyncDisposable
{
    private readonly IJSObjectReference _module;
    private readonly IJSObjectReference _view;

    private ThreadScript(IJSObjectReference module, IJSObjectReference view) => (_module, _view) = (module, view);

    /// <param name="thread">The page that hears what the browser has to say, through its <c>JSInvokable</c> methods.</param>
    /// <param name="options">Whose thread it is, and the texts the script shows.</param>
    public static async Task<ThreadScript> OpenAsync<TThread>(
        IJSRuntime script, ElementReference scroller, DotNetObjectReference<TThread> thread, object options, CancellationToken cancellation)
        where TThread : class
    {
        var module = await script.InvokeAsync<IJSObjectReference>("import", cancellation, "./Conversations/MessageThread.razor.js");
        return new ThreadScript(module, await module.InvokeAsync<IJSObjectReference>("open", cancellation, scroller, thread, options));
    }

    public Task GoToAsync(int seq, bool takesFocus) => TellAsync("goTo", seq, takesFocus);

    public Task ToEndAsync() => TellAsync("toEnd");

    public Task OpenMenuAsync(int seq) => TellAsync("openMenu", seq);

    public Task ReplyAsync(int seq, string author, string preview) => TellAsync("reply", seq, author, preview);

    /// <summary>A message says something else now, or nothing: whoever is answering it sees that.</summary>
    public Task QuotedAsync(int seq, string preview) => TellAsync("quoted", seq, preview);

    public Task EditAsync(int seq, string text) => TellAsync("edit", seq, text);

    public Task CopyAsync(string text) => TellAsync("copy", text);

    public async ValueTask DisposeAsync()
    {
        await TellAsync("close");
        try
        {
            await _view.DisposeAsync();
            await _module.DisposeAsync();
        }
        catch (Exception gone) when (gone is JSDisconnectedException or OperationCanceledException)
        {
            // The browser is gone, and its side with it.
        }
    }

    private async Task TellAsync(string what, params object[] arguments)
    {
        try
        {
            await _view.InvokeVoidAsync(what, arguments);
        }
        catch (Exception gone) when (gone is JSDisconnectedException or OperationCanceledException)
        {
            // The browser is gone, and its side with it.
        }
    }
}
