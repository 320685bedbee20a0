using Chat.Web.Accounts;
using Chat.Web.Admin;
using Chat.Web.Audit;
using Chat.Web.Bot;
using Chat.Web.Conversations;
using Chat.Web.Data;
using Chat.Web.Files;
using Chat.Web.Limits;
using Chat.Web.Live;
using Chat.Web.Operations;
using Chat.Web.Operations.CommandLine;
using Chat.Web.Reports;
using Chat.Web.School;
using Chat.Web.Search;
using Chat.Web.Settings;
using Chat.Web.Shell;
using Chat.Web.Sockets;

try
{
    if (await Commands.RunAsync(args, Build) is { } exitCode)
    {
        return exitCode;
    }

    var app = Build(args);

    app.UseShell();
    app.MapAccounts();
    app.MapConversations();
    app.MapFiles();
    app.MapSockets();
    app.MapBot();
    app.MapOperations();
    app.MapAdmin();

    await app.PrepareDataAsync();
    await app.PrepareBotAsync();
    await app.ReadSettingsAsync();
    await app.RunAsync();
    return 0;
}
catch (StartRefusedException refused)
{
    await Console.Error.WriteLineAsync(refused.Message);
    return 1;
}

static WebApplication Build(string[] settings)
{
    var builder = WebApplication.CreateBuilder(settings);

    builder.ReadRootSettings();

    builder.AddShell();
    builder.AddLive();
    builder.AddLimits();
    builder.AddData();
    builder.AddAudit();
    builder.AddAccounts();
    builder.AddSchool();
    builder.AddConversations();
    builder.AddFiles();
    builder.AddSockets();
    builder.AddSearch();
    builder.AddReports();
    builder.AddBot();
    builder.AddOperations();
    builder.AddSettings();
    builder.AddAdmin();

    return builder.Build();
}

/// <summary>The table of contents: each room is added, then mapped. Named so that tests can start the same application.</summary>
public partial class Program;
