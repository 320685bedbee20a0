[assembly: AssemblyFixture(typeof(Chat.E2E.Stage))]

namespace Chat.E2E;

/// <summary>What all journeys share: one browser process, and one demo school for those that leave it as they found it.</summary>
public sealed class Stage : IAsyncLifetime
{
    private IPlaywright _playwright = null!;

    public Site School { get; } = new();

    public IBrowser Browser { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        SetDefaultExpectTimeout(Patience.Milliseconds);
        await Task.WhenAll(School.InitializeAsync().AsTask(), LaunchAsync());
    }

    public async ValueTask DisposeAsync()
    {
        await Browser.DisposeAsync();
        _playwright.Dispose();
        await School.DisposeAsync();
    }

    private async Task LaunchAsync()
    {
        _playwright = await Playwright.CreateAsync();
        Browser = await Chromium.LaunchAsync(_playwright);
    }
}
