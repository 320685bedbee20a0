using Chat.Web.Data;
using Chat.Web.Tests.TestSupport;

namespace Chat.Web.Tests.Data;

/// <summary>The demo school's passwords are public: production starts with none of them.</summary>
public sealed class ProductionTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("chat-");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task Production_makes_no_demo_school() =>
        Assert.Contains("Demo:School", await RefusalOfAsync("Production", withDemoSchool: true), StringComparison.Ordinal);

    [Fact]
    public async Task Production_does_not_start_with_a_demo_password()
    {
        await using (var development = Rooms.Build(_directory.FullName, withDemoSchool: true))
        {
            await development.PrepareDataAsync();
        }

        Assert.Contains("demo password", await RefusalOfAsync("Production"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Production_starts_with_a_school_of_its_own()
    {
        await using var production = Rooms.Build(_directory.FullName, "Production");

        await production.PrepareDataAsync();

        Assert.True(File.Exists(Path.Combine(_directory.FullName, "chat.db")));
    }

    [Fact]
    public async Task Production_says_where_its_data_is_or_does_not_start()
    {
        await using var production = Rooms.Build("", "Production");

        Assert.Contains("Data:Directory", (await Assert.ThrowsAsync<StartRefusedException>(() => production.PrepareDataAsync())).Message, StringComparison.Ordinal);
    }

    private async Task<string> RefusalOfAsync(string environment, bool withDemoSchool = false)
    {
        await using var rooms = Rooms.Build(_directory.FullName, environment, withDemoSchool);
        return (await Assert.ThrowsAsync<StartRefusedException>(() => rooms.PrepareDataAsync())).Message;
    }
}
