using Chat.Web.Accounts;
using Chat.Web.Audit;
using Chat.Web.Bot;
using Chat.Web.Conversations;
using Chat.Web.Data;
using Chat.Web.Files;
using Chat.Web.Limits;
using Chat.Web.Live;
using Chat.Web.Operations;
using Chat.Web.School;
using Chat.Web.Search;
using Chat.Web.Settings;
using Chat.Web.Shell;
using Chat.Web.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Chat.Web.Tests.TestSupport;

/// <summary>The same rooms over a given directory, with the door still shut: for what is refused, or killed, before anyone comes in.</summary>
internal static class Rooms
{
    public static WebApplication Build(string directory, string environment = "Development", bool withDemoSchool = false, string jwtKey = "")
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = environment, ApplicationName = "Chat.Web" });
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Data:Directory"] = directory,
            ["Demo:School"] = withDemoSchool.ToString(),
            ["Passwords:Iterations"] = "1",
            ["Limits:Multiplier"] = "10000",
            ["Jwt:Key"] = jwtKey,
        });
        builder.Logging.ClearProviders();
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
        builder.AddBot();
        builder.AddOperations();
        builder.AddSettings();
        return builder.Build();
    }
}
