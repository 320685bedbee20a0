using Chat.Web.Bot;
using Chat.Web.Tests.TestSupport;

namespace Chat.Web.Tests.Bot;

/// <summary>What is said beside questions is answered as among people, and never in place of a question.</summary>
public class SmallTalkTests(SchoolHouse school) : IClassFixture<SchoolHouse>
{
    [Theory]
    [InlineData("Спасибо большое!", "Пожалуйста!")]
    [InlineData("thanks", "You are welcome!")]
    [InlineData("Пока", "До свидания!")]
    [InlineData("bye", "Goodbye!")]
    [InlineData("ок", "Хорошо.")]
    [InlineData("ты кто", "Я бот.")]
    [InlineData("What can you do?", "I am a bot.")]
    [InlineData("Хочу поговорить с человеком", "Сам я бот. Чтобы написать человеку, нажмите под этим ответом «Написать человеку»")]
    [InlineData("How do I talk to a human?", "I am a bot myself. To write to a person, choose “Write to a person”")]
    public async Task It_is_answered_in_kind_and_with_the_way_to_a_person(string said, string begins)
    {
        var answer = await school.AnswerToAsync(school.Anna, said);

        Assert.StartsWith(begins, answer.Text, StringComparison.Ordinal);
        Assert.True(answer.Answer is { Sources.Count: 0, OffersPerson: true });
    }

    [Theory]
    [InlineData("Thanks", "спасибо; Спасибо вам за помощь!; нет, спасибо; Благодарю, всё понятно; Thank you so much for your help!; thanks a lot; спасибо вам огромное, бот")]
    [InlineData("Farewell", "до свидания; Спасибо за помощь, до свидания; ну пока; Всего вам доброго!; Доброй ночи; Have a nice day; see you later; good bye")]
    [InlineData("WhoIAm", "кто вы?; что ты умеешь?; Чем ты можешь помочь?; помоги; Здравствуйте, помогите пожалуйста; help; I need help; who are you; как тебя зовут; у меня есть вопрос")]
    [InlineData("Person", "Позовите человека; соедините с оператором; нужен живой человек; Как написать человеку?; Привет, мне бы поговорить с кем-нибудь; ты человек?; Can I speak to a real person please; are you human?; talk to someone")]
    [InlineData("Greeting", "Доброго времени суток; Доброе утро!; hi there; привет, как дела?")]
    [InlineData("Assent", "да; нет; Ок, понятно; всё понял; I see; got it; хорошо")]
    public void Its_kind_is_known_in_any_form(string kind, string ways)
    {
        foreach (var way in ways.Split("; "))
        {
            Assert.Equal((way, kind), (way, SmallWords.AnswerTo(way)));
        }
    }

    [Theory]
    [InlineData("помощь с домашним заданием", "Домашние задания")]
    [InlineData("Помогите с домашним заданием, пожалуйста", "Домашние задания")]
    [InlineData("Спасибо большое! А когда обед?", "Обеды и столовая")]
    [InlineData("до свидания, и ещё: когда экзамены", "Экзамены и пересдача")]
    [InlineData("Пока нет расписания, где посмотреть уроки?", "Расписание уроков")]
    [InlineData("Добрый день, в какой день собрание?", "Родительские собрания")]
    [InlineData("Как поговорить с директором на приёме?", "Контакты школы")]
    [InlineData("Thanks! And when is lunch?", "Lunch and the canteen")]
    [InlineData("I have a question about homework", "Homework")]
    public async Task A_question_beside_it_is_answered(string asked, string title) =>
        Assert.Equal(title, (await school.AnswerToAsync(school.Anna, asked)).Answer!.Sources[0].Title);

    [Theory]
    [InlineData("спасибо, а когда каникулы?")]
    [InlineData("до свидания говорят когда кончается урок?")]
    [InlineData("а пока что делать?")]
    [InlineData("да где же это")]
    [InlineData("Сколько человек в классе?")]
    [InlineData("good laptops")]
    public async Task What_it_cannot_answer_is_not_taken_for_small_talk(string asked) =>
        Assert.False((await school.AnswerToAsync(school.Anna, asked)).Answer!.IsKnown);
}
