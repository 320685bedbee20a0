using System.Text.RegularExpressions;
using Deque.AxeCore.Commons;

namespace Chat.E2E;

/// <summary>What axe has to say of what somebody is looking at, in one light and at one size.</summary>
internal static class Inspection
{
    private const string Violations = """
        async part => (await axe.run(part ?? document, { resultTypes: ['violations'] })).violations
          .map(({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.map(node => node.html).join('\n  ')}`)
        """;

    // Brought once to each page: it is long, and a page is looked at in more than one light.
    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    private static readonly Regex AnyTitle = new(".", RegexOptions.None, Patience.Limit);

    public static async Task InspectAsync(this Person person, ColorScheme scheme, Look size, ILocator? part = null)
    {
        await person.Page.EmulateMediaAsync(new() { ColorScheme = scheme });
        await person.Page.SetViewportSizeAsync(size.Width, size.Height);
        // Just while a page becomes live its title is taken over, and for a moment there is none.
        await Expect(person.Page).ToHaveTitleAsync(AnyTitle);
        if (!await person.Page.EvaluateAsync<bool>("'axe' in window"))
        {
            await person.Page.EvaluateAsync($"() => {{ {Axe} }}");
        }

        var violations = part is null ? await person.Page.EvaluateAsync<string[]>(Violations) : await part.EvaluateAsync<string[]>(Violations);
        Assert.True(violations.Length == 0, $"{person.Page.Url}, {part}, {person.Language}, {scheme}, {size.Width}:\n{string.Join('\n', violations)}");
    }
}
