using Chat.Web.Outcomes;

namespace Chat.Web.Conversations;

/// <summary>Reads which page a client asks for: a longer one than there is becomes the longest there is, a negative one is a mistake.</summary>
internal static class Paging
{
    public static IResult Bad => ApiRefusals.PageInvalid.ToHttp("limit");

    public static PageQuery? Of(int limit, int offset, int max) => limit < 1 || offset < 0 ? null : new PageQuery(offset, Math.Min(limit, max));
}
