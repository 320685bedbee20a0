namespace Chat.Web.Shell;

/// <summary>How the form asks whether one is seen to be here.</summary>
public enum PresenceChoice
{
    Shown,
    Hidden,
}
