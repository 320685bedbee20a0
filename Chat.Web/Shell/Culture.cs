using System.Globalization;
using Chat.Web.Accounts;
using Microsoft.AspNetCore.Localization;

namespace Chat.Web.Shell;

/// <summary>Whose language a request speaks: the account's; before sign-in the one chosen on this device, then the browser's, then the school's.</summary>
public static class Culture
{
    public const string CookieName = "language";

    public static void AddCulture(this IServiceCollection services)
    {
        services.AddLocalization();
        services.Configure<RequestLocalizationOptions>(options =>
        {
            CultureInfo[] cultures = [.. Languages.All.Select(CultureInfo.GetCultureInfo)];
            options.SupportedCultures = cultures;
            options.SupportedUICultures = cultures;
            options.DefaultRequestCulture = new RequestCulture(Languages.Default);
            options.RequestCultureProviders =
            [
                new CustomRequestCultureProvider(http => Task.FromResult(Choose(http.User.Language()))),
                new CustomRequestCultureProvider(http => Task.FromResult(Choose(http.Request.Cookies[CookieName]))),
                new AcceptLanguageHeaderRequestCultureProvider(),
            ];
        });
    }

    private static ProviderCultureResult? Choose(string? language) => Languages.Has(language) ? new ProviderCultureResult(language) : null;
}
