namespace Chat.Web.Operations;

/// <summary>Whether the API shows its schema and the page to try it: section <c>Schema</c>.</summary>
public sealed class SchemaOptions
{
    public const string Section = "Schema";

    /// <summary>Open in Development, closed elsewhere unless an operator says otherwise.</summary>
    public bool? IsOpen { get; set; }
}
