namespace Chat.Web.Accounts;

/// <summary>Whether a request was made by one of our own pages: a browser says so, and leaves no page a choice in what is said.</summary>
public static class OwnPages
{
    /// <summary>False as well for whoever says nothing: every browser there is says at least one of the two with a POST.</summary>
    public static bool IsFromOwnPage(this HttpContext http)
    {
        var (site, origin) = (http.Request.Headers["Sec-Fetch-Site"], http.Request.Headers.Origin);
        return site.Count + origin.Count > 0
            && (site.Count == 0 || site is ["same-origin"])
            && (origin.Count == 0 || (origin is [{ } named] && named.Equals($"{http.Request.Scheme}://{http.Request.Host}", StringComparison.OrdinalIgnoreCase)));
    }
}
