using System.Globalization;
using Chat.Web.Accounts;
using Chat.Web.Outcomes;
using Microsoft.AspNetCore.Localization;

namespace Chat.Web.Shell;

/// <summary>Whose language a request speaks. A page: the account's; before sign-in the one chosen on this device, then the browser's, then the school's.</summary>
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
            var header = new AcceptLanguageHeaderRequestCultureProvider();
            options.RequestCultureProviders =
            [
                // A program says what it wants with each request; where it does not, its document's language, then the account's.
                new CustomRequestCultureProvider(async http => http.IsForPrograms() ? await header.DetermineProviderCultureResult(http) : null),
                new CustomRequestCultureProvider(http => Task.FromResult(Choose(http.GetEndpoint()?.Metadata.GetMetadata<SpokenLanguage>()?.Name))),
                new CustomRequestCultureProvider(http => Task.FromResult(Choose(http.User.Language()))),
                new CustomRequestCultureProvider(http => Task.FromResult(Choose(http.Request.Cookies[CookieName]))),
                header,
            ];
        });
    }

    private static ProviderCultureResult? Choose(string? language) => Languages.Has(language) ? new ProviderCultureResult(language) : null;
}
