namespace Chat.Web.Admin;

/// <summary>The texts of the place where one asks why; the sentences stand in the resource files of the same name.</summary>
public sealed class WhyTexts;
