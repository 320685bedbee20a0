using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;

namespace Chat.E2E;

/// <summary>What axe has to say of what somebody is looking at, in one light and at one size.</summary>
internal static class Inspection
{
    public static async Task InspectAsync(this Person person, ColorScheme scheme, Look size, ILocator? part = null)
    {
        await person.Page.EmulateMediaAsync(new() { ColorScheme = scheme });
        await person.Page.SetViewportSizeAsync(size.Width, size.Height);
        var result = await (part is null ? person.Page.RunAxe() : part.RunAxe());
        Assert.True(result.Violations.Length == 0, $"{person.Page.Url}, {part}, {person.Language}, {scheme}, {size.Width}:\n{string.Join('\n', result.Violations.Select(Describe))}");
    }

    private static string Describe(AxeResultItem violation) => $"{violation.Id}: {violation.Help}\n  {string.Join("\n  ", violation.Nodes.Select(node => node.Html))}";
}
