using Chat.Web.Conversations;

namespace Chat.Web.Search;

public static class SearchSetup
{
    public static void AddSearch(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<SearchSignal>();
        builder.Services.AddSingleton<WordsChanged>(services => services.GetRequiredService<SearchSignal>().Ring);
        builder.Services.AddSingleton<SearchIndex>();
        builder.Services.AddHostedService<SearchIndexer>();
        builder.Services.AddSingleton<SearchService>();
        builder.Services.AddSingleton<FindWords>(services => services.GetRequiredService<SearchService>().FindPlacesAsync);

        // The framework logs each request with its address, and the address of a search says what is looked for.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);
    }
}
