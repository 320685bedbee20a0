namespace Chat.Web.Shell;

public enum IconName
{
    Brand,
    Pen,
    Send,
    Back,
    Menu,
    Eye,
    Lock,
    Archive,
    Down,
    Up,
    Close,
    More,
    Pin,
    Quiet,
    Search,
    Reply,
    People,
    Jump,
    Clip,
    File,
    Sound,
}
