using Deque.AxeCore.Commons;

namespace Chat.E2E;

/// <summary>What axe has to say of what somebody is looking at, in one light and at one size.</summary>
internal static class Inspection
{
    private const string Violations = """
        async (part, rules) => (await axe.run(part ?? document, { resultTypes: ['violations'], ...(rules ? { runOnly: rules } : {}) })).violations
          .map(({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.map(node => node.html).join('\n  ')}`)
        """;

    // Brought once to each page: it is long, and a page is looked at in more than one light.
    private static readonly string Axe = new BundledAxeScriptProvider().GetScript();

    private static readonly string[] Colours = ["color-contrast", "link-in-text-block"];

    /// <summary>
    /// In both lights and at both widths. What does not depend on the light is looked through once at each width; what does
    /// is looked through in all four.
    /// </summary>
    public static async Task InspectAsync(this Person person)
    {
        await person.InspectAsync(ColorScheme.Light, Look.Desk);
        await person.InspectAsync(ColorScheme.Dark, Look.Desk, onlyColours: true);
        await person.InspectAsync(ColorScheme.Dark, Look.Phone);
        await person.InspectAsync(ColorScheme.Light, Look.Phone, onlyColours: true);
    }

    public static async Task InspectAsync(this Person person, ColorScheme scheme, Look size, ILocator? part = null, bool onlyColours = false)
    {
        await person.Page.EmulateMediaAsync(new() { ColorScheme = scheme });
        await person.Page.SetViewportSizeAsync(size.Width, size.Height);
        if (!await person.Page.EvaluateAsync<bool>("'axe' in window"))
        {
            await person.Page.EvaluateAsync($"() => {{ {Axe} }}");
        }

        var violations = part is null
            ? await person.Page.EvaluateAsync<string[]>($"rules => ({Violations})(null, rules)", onlyColours ? Colours : null)
            : await part.EvaluateAsync<string[]>(Violations);
        Assert.True(violations.Length == 0, $"{person.Page.Url}, {part}, {person.Language}, {scheme}, {size.Width}:\n{string.Join('\n', violations)}");
    }
}
