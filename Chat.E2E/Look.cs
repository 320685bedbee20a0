namespace Chat.E2E;

/// <summary>The browser somebody comes with: its language, its light, its size, and what it is willing to do.</summary>
public sealed record Look
{
    public static readonly Look Desk = new();

    public static readonly Look Phone = new() { Width = 390, Height = 844 };

    public string Language { get; init; } = "ru";

    public ColorScheme Scheme { get; init; } = ColorScheme.Light;

    public int Width { get; init; } = 1280;

    public int Height { get; init; } = 800;

    public bool HasScripts { get; init; } = true;

    /// <summary>Inspected by axe, which comes as a script the content policy would rightly refuse.</summary>
    public bool IsInspected { get; init; }
}
