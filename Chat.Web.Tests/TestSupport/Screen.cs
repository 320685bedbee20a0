using System.Globalization;
using AngleSharp.Dom;
using Bunit;
using Chat.Web.Access;
using Chat.Web.Shell;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace Chat.Web.Tests.TestSupport;

/// <summary>
/// What one person has in front of them: the house's own pages over the house's own services, drawn where no browser is.
/// Scripts answer nothing. Whatever a page waits for, it is waited for with a deadline.
/// </summary>
internal sealed class Screen : BunitContext
{
    /// <param name="language">What the page speaks; from here on this test speaks it too.</param>
    /// <param name="instead">Services that stand here in the place of the house's own.</param>
    public Screen(SchoolHouse school, Actor actor, string language = "en", params object[] instead)
    {
        Array.ForEach(instead, service => Services.AddSingleton(service.GetType(), service));
        Services.AddFallbackServiceProvider(new HouseOnly(school.Services));
        (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (CultureInfo.GetCultureInfo(language), CultureInfo.GetCultureInfo(language));
        DefaultWaitTimeout = Patience.Limit;
        JSInterop.Mode = JSRuntimeMode.Loose;
        SetRendererInfo(new RendererInfo("Server", isInteractive: true));
        RenderTree.Add<CascadingValue<Actor>>(value => value.Add(v => v.Value, actor));
        RenderTree.Add<CascadingValue<Viewer>>(value => value.Add(v => v.Value, new Viewer("Somebody", TimeZoneInfo.Utc)));
    }

    /// <summary>Everything that is to be read on it, in one line.</summary>
    public static string TextOf(IElement element) => string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The house's services without the framework's, which belong to a connection that is not there.</summary>
    private sealed class HouseOnly(IServiceProvider house) : IServiceProvider
    {
        public object? GetService(Type serviceType) => serviceType == typeof(TimeProvider) || IsOfTheHouse(serviceType) ? house.GetService(serviceType) : null;

        private static bool IsOfTheHouse(Type type) => type.Assembly == typeof(Program).Assembly || type.GenericTypeArguments.Any(IsOfTheHouse);
    }
}
