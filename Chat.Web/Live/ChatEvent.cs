namespace Chat.Web.Live;

/// <summary>Something that just happened and was committed. Rooms derive their own, named in the past participle.</summary>
public abstract record ChatEvent;

/// <summary>What a person can reach may have become more or less: whoever shows any of it looks again.</summary>
public sealed record ReachChanged : ChatEvent;

/// <summary>This process is about to end, and another will take its place: pages say so, and come back by themselves.</summary>
public sealed record HouseClosing : ChatEvent;
