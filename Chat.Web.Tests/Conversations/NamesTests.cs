using System.Globalization;
using Chat.Web.Access;
using Chat.Web.Tests.TestSupport;
using static Chat.Web.Tests.TestSupport.Patience;

namespace Chat.Web.Tests.Conversations;

/// <summary>Everybody reads a conversation's name in their own language and from where they stand.</summary>
public sealed class NamesTests(SchoolHouse school) : IClassFixture<SchoolHouse>
{
    [Theory]
    [InlineData("ru", "Физика - Анна Иванова ↔ Иван Петров", "Тьютор - Анна Иванова ↔ Мария Соколова")]
    [InlineData("en", "Physics - Анна Иванова ↔ Иван Петров", "Tutor - Анна Иванова ↔ Мария Соколова")]
    public async Task In_the_readers_language(string language, string physics, string tutoring)
    {
        foreach (var reader in new[] { school.Anna, school.Elena, school.Admin })
        {
            Assert.Equal(physics, await NameAsync(reader, school.AnnasPhysics, language));
            Assert.Equal(tutoring, await NameAsync(reader, school.AnnasTutoring, language));
        }
    }

    [Fact]
    public async Task Between_two_people_it_is_the_name_of_the_other()
    {
        var talk = (await school.Conversations.StartAsync(school.Ivan, school.Maria.Id, null, Stop)).Granted().ConversationId;

        Assert.Equal("Мария Соколова", await NameAsync(school.Ivan, talk, "en"));
        Assert.Equal("Иван Петров", await NameAsync(school.Maria, talk, "ru"));
    }

    [Fact]
    public async Task Between_home_and_school_it_says_which_child_it_is_about()
    {
        var talk = (await school.Conversations.StartAsync(school.Elena, school.Ivan.Id, school.Anna.Id, Stop)).Granted().ConversationId;

        Assert.Equal("Иван Петров · Анна Иванова", await NameAsync(school.Elena, talk, "ru"));
        Assert.Equal("Елена Иванова · Анна Иванова", await NameAsync(school.Ivan, talk, "ru"));
    }

    private async Task<string> NameAsync(Actor reader, int conversation, string language)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        return (await school.Conversations.FindAsync(reader, conversation, Stop)).Granted().Name;
    }
}
