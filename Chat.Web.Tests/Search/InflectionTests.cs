using static Chat.Web.Tests.Search.InflectedPairs;

namespace Chat.Web.Tests.Search;

/// <summary>One form is said, another is looked for, through the whole application.</summary>
public class InflectionTests(SearchingSchool room) : IClassFixture<SearchingSchool>
{
    public static TheoryData<string, string> RussianPairs => Of(Russian);

    public static TheoryData<string, string> EnglishPairs => Of(English);

    public static TheoryData<string, string> StrangerPairs => Of(Strangers);

    [Theory]
    [MemberData(nameof(RussianPairs))]
    public async Task A_Russian_word_is_found_by_its_other_forms(string said, string sought) => Assert.True(await IsFoundAsync(said, sought));

    [Theory]
    [MemberData(nameof(EnglishPairs))]
    public async Task An_English_word_is_found_by_its_other_forms(string said, string sought) => Assert.True(await IsFoundAsync(said, sought));

    [Theory]
    [MemberData(nameof(StrangerPairs))]
    public async Task Another_word_is_not_found(string said, string sought) => Assert.False(await IsFoundAsync(said, sought));

    [Fact]
    public void There_are_enough_of_them()
    {
        Assert.True(RussianPairs.Count >= 50);
        Assert.True(EnglishPairs.Count >= 20);
        Assert.True(StrangerPairs.Count >= 10);
    }

    private async Task<bool> IsFoundAsync(string said, string sought)
    {
        var message = await room.SayAsync(room.School.Ivan, room.School.AnnasPhysics, $"Вот, {said}: think of it!");
        var last = await room.FindAsync(room.School.Anna, sought);
        var first = await room.FindAsync(room.School.Anna, $"{sought} think");

        // Wherever it stands in the question, and whatever is asked beside it.
        Assert.Equal(last.Contains(message.Id), first.Contains(message.Id));
        return last.Contains(message.Id);
    }
}
