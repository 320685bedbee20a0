namespace Chat.Web.Kit;

/// <summary>One value of a chart and what it is the value of.</summary>
public sealed record Bar(string Label, int Value);
