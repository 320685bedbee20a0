namespace Chat.Web.Shell;

/// <summary>What pages need of the person in front of them to speak to them properly: a name and a clock.</summary>
public sealed record Viewer(string FullName, TimeZoneInfo TimeZone);
