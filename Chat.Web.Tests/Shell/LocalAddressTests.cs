using Chat.Web.Shell;

namespace Chat.Web.Tests.Shell;

/// <summary>After signing in one is sent on to a page of this site, whatever the address that was followed says.</summary>
public class LocalAddressTests
{
    [Theory]
    [InlineData("/chat/7")]
    [InlineData("/settings?tab=1#devices")]
    [InlineData("/")]
    public void A_path_on_this_site_is_kept(string address) => Assert.Equal(address, LocalAddress.OrHome(address));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("chat")]
    [InlineData("https://evil.example")]
    [InlineData("//evil.example")]
    [InlineData(@"/\evil.example")]
    [InlineData("/\t/evil.example")]
    [InlineData("\t//evil.example")]
    [InlineData(" //evil.example")]
    [InlineData("javascript:alert(1)")]
    public void Anything_else_leads_home(string? address) => Assert.Equal(LocalAddress.Home, LocalAddress.OrHome(address));
}
