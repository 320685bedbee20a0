namespace Chat.Web.Admin;

/// <summary>The texts of the dashboard; the sentences stand in the resource files of the same name.</summary>
public sealed class DashboardTexts;
