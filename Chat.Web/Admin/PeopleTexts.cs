namespace Chat.Web.Admin;

/// <summary>The texts of the people's pages. The sentences stand in the resource files of the same name.</summary>
public sealed class PeopleTexts;
