namespace Chat.Web.Admin;

/// <summary>The texts of the audit log. The sentences stand in the resource files of the same name.</summary>
public sealed class AuditTexts;
