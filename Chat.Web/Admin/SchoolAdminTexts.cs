namespace Chat.Web.Admin;

/// <summary>The texts of the school's place; the sentences stand in the resource files of the same name.</summary>
public sealed class SchoolAdminTexts;
