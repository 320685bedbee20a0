using Chat.Web.Search;

namespace Chat.Web.Bot;

/// <summary>Words that say how something is asked and not what about. They are passed over wherever a question is weighed.</summary>
internal static class SmallWords
{
    private static readonly HashSet<string> Passed = Of("""
        а без более больше будет будто бы был была были было быть в вам вами вас ваш ваша ваше ваши вашей вашего вашем вашу ведь весь во вот впрочем все всегда всего всех всем вы где говорят да даже
        для до должен должна должно должны если есть еще её ее ж же за зачем здесь знает знаете знать и из или им имею ими их к как какая какие каким какими каких какого какое какой каком какую ко когда кого кому кем кто
        куда ли либо лучше мне мной многие может можете можно можешь мои мой моего моей моем моему моим моих мою моя мы на над надо нам нами нас наш наша наше нашего нашей нашем наши нашу не него нее нельзя нет неё ни них ничего но
        ну нужен нужна нужно нужны о об обо один одна он она они оно от ответь ответьте откуда очень перед по под подскажи подскажите пожалуйста покажи покажите после потом потому почему при про
        раз расскажи расскажите с сам сама свое своего своей свои своим свой свою себе себя сейчас скажи скажите сколько случае со собой совсем стоит та так такая такие такое такой там тебе тебя тем теперь то тобой
        тогда того тоже той только том ту тут ты у уж уже узнать хотел хотела хотелось хоть хочет хочу через чего чем через что чтоб чтобы чья эта эти этим этих это этого этой этом этот эту я
        взять брать берут дать дают дайте дай получить получают завтра сегодня вчера будут бывает бывают был найти смотреть посмотреть
        делать делаю сделать понять понимаю помоги помогите помочь объясни объясните интересует интересно вопрос вопросу вопросик
        два две двух три трех четыре пять ребенок ребенка ребенку ребенком дети детей детям сын сына сыну сыном дочь дочка дочки дочке дочери дочку дочерью
        прийти приходить попасть прислать присылать отправить отправлять
        a about an and any anybody anyone are as at be been being but by can could dear did do does for from get give go had has have help her hers him his how i i'd i'm if in into is it it's its just know let like
        may me might mine much many must my need no not of off on one or our ours out over please question quick shall she should so some somebody someone tell than that that's the their theirs them then there these they this
        those to too up us want wanted was way we were what what's when where where's which who who's whom why will wish with wonder wondering would you your yours explain show understand today tomorrow yesterday find
        two three four five child children kid kids son daughter
        """);

    private static readonly HashSet<string> Addressing = Of("бот робот помощник ассистент друг bot robot assistant friend dear there");

    /// <summary>What people say beside questions, by the key of the sentence that answers it. Where there are several in one message, the first of them is answered.</summary>
    private static readonly Talk[] Talks =
    [
        new("Person", """
            человек, оператор, живой, поговорить, пообщаться, позови, позовите, позвать, соедини, соедините, соединить, переключи, переключите, поддержка, техподдержка
            human, person, operator, support, talk, speak
            """,
            Beside: "настоящий реальный люди говорить общаться связаться связь написать напишите сотрудник специалист служба кто нибудь real live actual people chat contact call connect reach write agent staff"),
        new("Farewell", """
            пока, свидания, до встречи, до скорого, прощай, прощайте, увидимся, бывай, чао, всего доброго, всего хорошего, хорошего дня, хорошего вечера, спокойной ночи, доброй ночи
            bye, goodbye, good bye, see you, see ya, good night, have good day, nice day, take care
            """,
            Beside: "до ну все всем тогда вам тебе и а have a then later soon for now", IsAmongSmallWords: false, IsBesideQuestions: true),
        new("Thanks", """
            спасибо, спасибо большое, спасибо огромное, спасибки, спс, пасиб, благодарю, благодарен, благодарна
            thanks, thank, thank very much, thanks lot, thx
            """,
            Beside: "помощь помог помогла помогли ответ ответы большое огромное отлично супер здорово хорошо понятно ясно понял поняла helpful great super awesome ok okay answer", IsBesideQuestions: true),
        new("WhoIAm", """
            кто ты, кто вы, ты бот, ты робот, вы бот, вы робот, что умеешь, что умеете, что ты можешь, что вы можете, что знаешь, что знаете, тебя зовут, вас зовут, твое имя
            помоги, помогите, помощь, помочь, есть вопрос, меня вопрос
            who are you, what are you, are you bot, are you robot, what can you do, what can you help, your name, help, have question
            """),
        new("Greeting", """
            привет, приветик, приветствую, здравствуй, здравствуйте, здрасте, хай, салют, здорово, добрый день, добрый вечер, доброе утро, доброго времени суток, как дела
            hello, hi, hey, howdy, greetings, good morning, good afternoon, good evening, good day, how are you
            """,
            IsBesideQuestions: true),
        new("Assent", """
            да, нет, ага, угу, ок, окей, хорошо, ладно, понятно, ясно, понял, поняла, поняли, договорились, отлично, супер, круто
            yes, yeah, yep, no, nope, ok, okay, alright, fine, great, cool, understood, i see, got it
            """,
            Beside: "ну все я мне теперь это так очень all i now that is", IsAmongSmallWords: false),
    ];

    /// <param name="form">As <see cref="Search.Words"/> writes it.</param>
    public static bool Contains(string form) => form.Length == 1 || Passed.Contains(form);

    /// <summary>The key of the sentence that answers a message in which nothing is asked; none where something is.</summary>
    public static string? AnswerTo(string text)
    {
        List<Word> message = [.. Words.In(text)];
        var said = Talks.Where(t => t.IsIn(message)).ToList();
        var areSmallWordsLetThrough = said.Exists(t => t.IsAmongSmallWords);
        return message.All(w => Addressing.Contains(w.Form) || (areSmallWordsLetThrough && Contains(w.Form)) || said.Exists(t => t.Knows(w))) ? said.FirstOrDefault()?.Answer : null;
    }

    /// <summary>A question without the words that say how it is asked, and without greeting, thanks and farewell.</summary>
    public static IEnumerable<Word> Without(IReadOnlyList<Word> question)
    {
        var polite = Talks.Where(t => t.IsBesideQuestions).SelectMany(t => t.SaidIn(question)).SelectMany(way => way).ToList();
        return question.Where(w => !Contains(w.Form) && !polite.Exists(p => AreSame(p, w.Keys)));
    }

    private static bool AreSame(IReadOnlyList<string> one, IReadOnlyList<string> other) => one.Any(other.Contains);

    private static HashSet<string> Of(string words) => [.. Split(words).Select(w => w.Replace('ё', 'е'))];

    private static string[] Split(string words) => words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>A kind of small talk.</summary>
    /// <param name="Answer">The key of the bot's sentence.</param>
    /// <param name="Says">The ways to say it. Of several words each must be there, in any form and order.</param>
    /// <param name="Beside">What may stand beside it and still ask nothing.</param>
    /// <param name="IsAmongSmallWords">Whether any small words may. They may not where what says it has another sense among them, as the Russian word for “bye” also says “meanwhile”.</param>
    /// <param name="IsBesideQuestions">Whether it is no part of a question that it stands beside.</param>
    private sealed record Talk(string Answer, string Says, string Beside = "", bool IsAmongSmallWords = true, bool IsBesideQuestions = false)
    {
        private readonly List<List<IReadOnlyList<string>>> _ways = [.. Says.Split([',', '\n'], StringSplitOptions.RemoveEmptyEntries).Select(way => Split(way).Select(Words.KeysOf).ToList())];
        private readonly List<IReadOnlyList<string>> _beside = [.. Of(Beside).Select(Words.KeysOf)];

        public bool IsIn(IReadOnlyList<Word> message) => SaidIn(message).Any();

        public IEnumerable<List<IReadOnlyList<string>>> SaidIn(IReadOnlyList<Word> message) => _ways.Where(way => way.TrueForAll(said => message.Any(w => AreSame(said, w.Keys))));

        public bool Knows(Word word) => _ways.Exists(way => way.Exists(said => AreSame(said, word.Keys))) || _beside.Exists(said => AreSame(said, word.Keys));
    }
}
