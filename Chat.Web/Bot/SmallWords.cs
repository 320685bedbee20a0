namespace Chat.Web.Bot;

/// <summary>Words that say how something is asked and not what about. They are passed over wherever a question is weighed.</summary>
internal static class SmallWords
{
    private static readonly HashSet<string> Passed = Of("""
        а без более больше будет будто бы был была были было быть в вам вами вас ваш ваша ваше ваши вашей вашего вашем вашу ведь весь во вот впрочем все всегда всего всех всем вы где говорят да даже
        для до должен должна должно должны если есть еще её ее ж же за зачем здесь знает знаете знать и из или им имею ими их к как какая какие каким какими каких какого какое какой каком какую ко когда кого кому кем кто
        куда ли либо лучше мне мной многие может можете можно можешь мои мой моего моей моем моему моим моих мою моя мы на над надо нам нами нас наш наша наше нашего нашей нашем наши нашу не него нее нельзя нет неё ни них ничего но
        ну нужен нужна нужно нужны о об обо один одна он она они оно от ответь ответьте откуда очень перед по под подскажи подскажите пожалуйста покажи покажите после потом потому почему при про
        раз расскажи расскажите с сам сама свое своего своей свои своим свой свою себе себя сейчас скажи скажите сколько случае со собой совсем спасибо стоит та так такая такие такое такой там тебе тебя тем теперь то тобой
        тогда того тоже той только том ту тут ты у уж уже узнать хотел хотела хотелось хоть хочет хочу через чего чем через что чтоб чтобы чья эта эти этим этих это этого этой этом этот эту я
        взять брать берут дать дают дайте дай получить получают завтра сегодня вчера будут бывает бывают был найти смотреть посмотреть
        делать делаю сделать понять понимаю помоги помогите помочь объясни объясните интересует интересно вопрос вопросу вопросик
        два две двух три трех четыре пять ребенок ребенка ребенку ребенком дети детей детям сын сына сыну сыном дочь дочка дочки дочке дочери дочку дочерью
        прийти приходить попасть прислать присылать отправить отправлять
        a about an and any anybody anyone are as at be been being but by can could dear did do does for from get give go had has have help her hers him his how i i'd i'm if in into is it it's its just know let like
        may me might mine much many must my need no not of off on one or our ours out over please question quick shall she should so some somebody someone tell than thank thanks that that's the their theirs them then there these they this
        those to too up us want wanted was way we were what what's when where where's which who who's whom why will wish with wonder wondering would you your yours explain show understand today tomorrow yesterday find
        two three four five child children kid kids son daughter
        """);

    private static readonly HashSet<string> Greeting = Of("""
        привет приветик приветствую здравствуй здравствуйте добрый доброе доброго доброй добрая день дня утро утра вечер вечера хай салют здорово ночи
        hello hi hey greetings good morning afternoon evening day howdy
        """);

    private static readonly HashSet<string> Addressing = Of("бот робот помощник ассистент друг bot robot assistant friend dear there");

    /// <param name="form">As <see cref="Search.Words"/> writes it.</param>
    public static bool Contains(string form) => form.Length == 1 || Passed.Contains(form);

    /// <summary>Whether nothing is said but a greeting, and perhaps to whom.</summary>
    public static bool AreAGreeting(IReadOnlyCollection<string> forms) =>
        forms.Any(Greeting.Contains) && forms.All(f => Greeting.Contains(f) || Addressing.Contains(f) || Contains(f));

    /// <summary>Whether it greets at all: before a question that is no part of it.</summary>
    public static bool Greets(string form) => form is "привет" or "здравствуйте" or "здравствуй" or "hello" or "hi" or "hey";

    private static HashSet<string> Of(string words) =>
        [.. words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(w => w.Replace('ё', 'е'))];
}
