namespace Chat.Web.Bot;

/// <summary>The texts of the panel and of the page that shows it; the sentences stand in the resource files of the same name.</summary>
public sealed class PanelTexts;
