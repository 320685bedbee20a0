using Microsoft.AspNetCore.DataProtection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Chat.Web.Data;

/// <summary>SQLite on one machine, SQL Server on several. Services know only <see cref="ChatDbContext"/> and <see cref="WriteLane"/>.</summary>
public static class DataSetup
{
    /// <summary>So many connections that read stay open, each with its statements and two megabytes of pages; in a crowd there are more for a while.</summary>
    private const int SqliteReaders = 64;

    public static void AddData(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<DataOptions>().BindConfiguration(DataOptions.Section);
        services.AddOptions<DatabaseOptions>().BindConfiguration(DatabaseOptions.Section).ValidateOnStart();
        services.AddSingleton<DataDirectory>();
        services.AddSingleton<DemoSchool>();
        services.AddSingleton<LaneWatch>();

        // Read at first use, so that tests and tools can still change the settings while the application is being built.
        services.AddPooledDbContextFactory<SqliteChatDbContext>(
            (provider, options) => options.UseSqlite(ReadOnly(provider.GetRequiredService<DataDirectory>())).AddInterceptors(StatementKeeper.Instance).IgnoreWhatWasThoughtOf(), SqliteReaders);
        services.AddPooledDbContextFactory<SqlServerChatDbContext>((provider, options) =>
            options.UseSqlServer(provider.GetRequiredService<IConfiguration>().GetConnectionString("Chat")).IgnoreWhatWasThoughtOf());
        services.AddSingleton<IDbContextFactory<ChatDbContext>>(provider => Provider(provider) switch
        {
            DatabaseProvider.SqlServer => new Twin<SqlServerChatDbContext>(provider.GetRequiredService<IDbContextFactory<SqlServerChatDbContext>>()),
            _ => new Twin<SqliteChatDbContext>(provider.GetRequiredService<IDbContextFactory<SqliteChatDbContext>>()),
        });
        services.AddSingleton<WriteLane>(provider => Provider(provider) switch
        {
            DatabaseProvider.SqlServer => ActivatorUtilities.CreateInstance<SqlServerWriteLane>(provider),
            _ => ActivatorUtilities.CreateInstance<SqliteWriteLane>(provider),
        });

        // The keys that protect cookies live with the data, so that people stay signed in over a restart and a restore.
        services.AddDataProtection().SetApplicationName("Chat");
        services.AddOptions<Microsoft.AspNetCore.DataProtection.KeyManagement.KeyManagementOptions>()
            .Configure<DataDirectory, ILoggerFactory>((keys, directory, logs) =>
                keys.XmlRepository = new Microsoft.AspNetCore.DataProtection.Repositories.FileSystemXmlRepository(new DirectoryInfo(directory.KeysDirectory), logs));
    }

    /// <summary>Opens the database, brings it up to date and, where asked for, fills an empty one with the demo school.</summary>
    public static async Task PrepareDataAsync(this WebApplication app)
    {
        await app.Services.GetRequiredService<WriteLane>().OpenAsync(CancellationToken.None);
        await app.Services.GetRequiredService<DemoSchool>().PrepareAsync(CancellationToken.None);
    }

    private static DatabaseProvider Provider(IServiceProvider services) => services.GetRequiredService<IOptions<DatabaseOptions>>().Value.Provider;

    /// <summary>Everything but the lane opens the file read-only: that only the lane writes is SQLite's own rule, not a habit.</summary>
    private static string ReadOnly(DataDirectory directory) => new SqliteConnectionStringBuilder
    {
        DataSource = directory.DatabaseFile,
        Mode = SqliteOpenMode.ReadOnly,
        DefaultTimeout = 5,
        Pooling = false,
    }.ToString();

    /// <summary>A factory of one twin, seen as a factory of what they have in common; the framework's interface does not allow that by itself.</summary>
    private sealed class Twin<TContext>(IDbContextFactory<TContext> factory) : IDbContextFactory<ChatDbContext>
        where TContext : ChatDbContext
    {
        public ChatDbContext CreateDbContext() => factory.CreateDbContext();

        public async Task<ChatDbContext> CreateDbContextAsync(CancellationToken cancellationToken = default) => await factory.CreateDbContextAsync(cancellationToken);
    }
}
