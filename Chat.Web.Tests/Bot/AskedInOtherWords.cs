namespace Chat.Web.Tests.Bot;

/// <summary>Questions, and the English title of the article that answers them: in other forms and another order than the article has them.</summary>
internal static class AskedInOtherWords
{
    public const string Russian = """
        Lesson timetable | Где можно найти расписания на следующую неделю?
        Lesson timetable | Во сколько начинается первый урок?
        Lesson timetable | Сколько минут длятся перемены?
        Lesson timetable | Кто пишет о заменах учителей?
        Lesson timetable | Хочу узнать расписание на завтра
        Saturday classes | Работает ли школа в субботу?
        Saturday classes | Какие кружки бывают по субботам?
        Saturday classes | Как записаться в кружок?
        Saturday classes | будут ли субботние занятия в праздники
        Saturday classes | Есть ли дополнительные занятия на выходных?
        Lunch and the canteen | Как отказаться от обеда?
        Lunch and the canteen | Чем кормят в столовой?
        Lunch and the canteen | Можно ли оплатить питание картой?
        Lunch and the canteen | У сына аллергия на молочные продукты, что с обедами?
        Lunch and the canteen | До скольких открыта столовая?
        A note after an illness | Ребёнок заболел, кому написать?
        A note after an illness | Нужна ли справка, если болели два дня?
        A note after an illness | Куда отдавать справки от врачей?
        A note after an illness | дочка температурит и пропустит урок
        A note after an illness | Что делать при болезни ребенка?
        A forgotten password and signing in | Я забыла пароль!
        A forgotten password and signing in | Как мне сменить пароли?
        A forgotten password and signing in | Не получается войти в учетную запись
        A forgotten password and signing in | Сколько действует ссылка для нового пароля?
        A forgotten password and signing in | почему вход закрыт после ошибок
        Parents' meetings | Когда будет родительское собрание?
        Parents' meetings | Где узнать дату собраний?
        Parents' meetings | Можно ли подключиться к собранию по видео?
        Parents' meetings | собрания родителей проходят по вторникам?
        Homework | Что задано на дом по физике?
        Homework | Где учителя пишут домашние задания?
        Homework | Как сдать домашнюю работу?
        Homework | Не успеваю сделать домашнее задание к сроку
        Exams and resits | Когда экзамены?
        Exams and resits | Что взять на экзамены?
        Exams and resits | Что нужно взять с собой на экзамене?
        Exams and resits | Как записаться на пересдачу в сентябре?
        Exams and resits | Идут ли оценки пробных экзаменов в аттестат?
        Exams and resits | пересдать экзамен осенью
        Library and textbooks | Где получают учебники?
        Library and textbooks | На сколько дней дают книги?
        Library and textbooks | Ученик потерял библиотечную книгу
        Library and textbooks | До какого часа открыта библиотека по пятницам?
        How to reach the school | Какой телефон у секретаря?
        How to reach the school | Дайте адрес школы
        How to reach the school | Как попасть на приём к директору?
        How to reach the school | По какому номеру звонить в школу?
        School uniform | Нужно ли носить форму по пятницам?
        School uniform | Где заказывают школьную форму?
        School uniform | Можно прийти в джинсах?
        School uniform | Какие кроссовки взять на физкультуру?
        School bus and the way to school | Во сколько приходит школьный автобус?
        School bus and the way to school | Как записать ребенка на автобусы?
        School bus and the way to school | Где оставлять велосипед?
        School bus and the way to school | Какие остановки на маршрутах?
        Lesson timetable | вывесили новое расписание уроков?
        Lunch and the canteen | Где узнать меню на обед?
        A note after an illness | сын переболел, справку кому отдать
        A forgotten password and signing in | учётку заблокировали, не пускает
        Parents' meetings | родительского собрания дата
        Homework | домашку куда присылать
        Exams and resits | пробники по математике когда
        Library and textbooks | как продлить книгу из библиотеки
        How to reach the school | дозвониться секретарю
        School uniform | дресс-код в нашей школе
        School bus and the way to school | автобус сегодня опаздывает?
        """;

    public const string English = """
        Lesson timetable | Where is the timetable for next week?
        Lesson timetable | When does the first lesson start?
        Saturday classes | Do we have school on Saturdays?
        Saturday classes | How do I sign up for a club?
        Lunch and the canteen | Can I cancel a lunch?
        Lunch and the canteen | My son has food allergies
        A note after an illness | Which note do I need after being ill?
        A note after an illness | My daughter has a fever, whom do I tell?
        A forgotten password and signing in | I forgot my password
        A forgotten password and signing in | I cannot log in
        Parents' meetings | When is the next meeting for parents?
        Homework | Where do teachers write homework?
        Homework | Can a deadline be extended?
        Exams and resits | What should I bring to an exam?
        Exams and resits | How do resits work?
        Library and textbooks | How long may I keep a library book?
        How to reach the school | What is the phone number of the school?
        School uniform | Are jeans allowed?
        School bus and the way to school | When does the bus leave?
        School bus and the way to school | Where can I leave my bicycle?
        """;

    /// <summary>About nothing that any article speaks of, though many share a word with one.</summary>
    public const string AboutNothing = """
        Какая завтра погода?
        Кто президент Франции?
        Как приготовить борщ?
        Посоветуй хороший фильм на вечер
        Сколько будет семью восемь?
        Реши уравнение x² − 5x + 6 = 0
        Где купить новый телефон?
        Как поменять колесо у машины?
        Сколько стоит билет в Большой театр?
        Кто выиграл чемпионат мира по футболу?
        Переведи на французский слово собака
        Как вырастить помидоры на балконе?
        Расскажи анекдот про Вовочку
        Какой курс доллара сегодня?
        Сколько лет Пушкину было, когда он умер?
        Где находится Эверест?
        Как настроить роутер дома?
        Можно ли взять кредит в банке?
        Куда поехать отдыхать летом на море?
        Напиши стихотворение про осень
        Почему небо голубое?
        Как похудеть за неделю?
        Как зовут собаку соседа?
        Сколько планет в солнечной системе?
        Кто изобрёл радио?
        Какую музыку слушают подростки?
        Помоги выбрать подарок маме
        Где смотреть новый сезон сериала?
        Как удалить вирус с компьютера?
        Что такое фотосинтез?
        Почему кошки мурлыкают?
        Какие витамины пить зимой?
        What is the weather like in London?
        Who wrote War and Peace?
        How do I bake a chocolate cake?
        What is the capital of Australia?
        Tell me a joke about programmers
        Which laptop should I buy?
        How far is the moon?
        Write an essay about dolphins
        """;

    /// <summary>Others than those the articles' words were chosen by: they say what to expect of questions nobody has thought of.</summary>
    public const string HeldOut = """
        Lesson timetable | Какое сегодня расписание у седьмого класса?
        Lesson timetable | Когда звенит звонок на первый урок?
        Lesson timetable | How long are the breaks?
        Lesson timetable | Сколько длится урок?
        Lesson timetable | Когда вывесят расписание?
        Lesson timetable | When is the new timetable put up?
        Saturday classes | По субботам надо учиться?
        Saturday classes | Какие есть секции для младших?
        Saturday classes | Are there clubs at the weekend?
        Saturday classes | Во сколько начинаются кружки в субботу?
        Saturday classes | Is the school open on Saturday?
        Lunch and the canteen | Где посмотреть, чем сегодня кормят детей?
        Lunch and the canteen | Работает ли буфет после уроков?
        Lunch and the canteen | How do I pay for lunch?
        Lunch and the canteen | Сын не ест молочное, можно заменить блюдо в столовой?
        Lunch and the canteen | До какого времени можно отменить обед?
        Lunch and the canteen | What is on the menu?
        A note after an illness | Мы болели неделю, нужна справка от врача?
        A note after an illness | ребёнок простудился и не пойдёт на уроки
        A note after an illness | My child is sick today
        A note after an illness | Сколько дней можно пропустить без справки врача?
        A note after an illness | Дочка заболела, что делать?
        A note after an illness | Where do I hand in the doctor's note?
        A forgotten password and signing in | Меня не пускает в чат, пишет неверный пароль
        A forgotten password and signing in | Как восстановить доступ?
        A forgotten password and signing in | Моя учётная запись заблокирована
        A forgotten password and signing in | Забыл логин, как войти?
        A forgotten password and signing in | my account is locked
        Parents' meetings | В котором часу родительское собрание во вторник?
        Parents' meetings | Can I join the parents' meeting by video?
        Parents' meetings | Когда следующее собрание для родителей?
        Parents' meetings | When do parents meet?
        Homework | Куда загрузить фото домашней работы?
        Homework | Что задали по литературе?
        Homework | Где смотреть домашку?
        Homework | Можно сдать домашнюю работу позже срока?
        Exams and resits | Где расписание экзаменов за девятый класс?
        Exams and resits | Можно ли пересдать двойку?
        Exams and resits | До какого числа записаться на пересдачу?
        Exams and resits | Что приносить на экзамен по русскому?
        Library and textbooks | Когда вернуть учебники?
        Library and textbooks | I lost a library book
        Library and textbooks | Когда выдают учебники на следующий год?
        Library and textbooks | Можно ли взять книгу на месяц?
        How to reach the school | Напишите телефон школы
        How to reach the school | Какой у вас адрес?
        How to reach the school | Какой номер у секретаря?
        How to reach the school | What is the address of the school?
        School uniform | Обязательна ли форма в пятницу?
        School uniform | Какая форма нужна на физкультуру?
        School uniform | Can I wear jeans on Friday?
        School bus and the way to school | Во сколько автобус едет обратно?
        School bus and the way to school | Is the bus late today?
        School bus and the way to school | Есть ли места в автобусе?
        School bus and the way to school | Where does the bus stop?
        """;

    /// <summary>What people do ask a school, and no article answers. Nearly all of them share a word with one.</summary>
    public const string AboutSchoolAndInNoArticle = """
        Когда каникулы?
        Сколько стоит обучение в школе?
        Как перевести ребёнка в другой класс?
        Где взять справку об обучении?
        Кто-нибудь находил мой телефон в раздевалке?
        Какой пароль от вайфая?
        Есть ли в школе бассейн?
        Как устроиться к вам работать учителем?
        Когда выпускной?
        Можно ли пользоваться телефоном на уроке?
        Как получить золотую медаль?
        Сколько учеников в школе?
        У меня украли велосипед
        When do the holidays start?
        How much does the school cost?
        How do I get a certificate of enrolment?
        Where is the swimming pool?
        Who is the maths teacher?
        Can I bring my dog to school?
        Когда ближайшие каникулы и сколько они длятся?
        Где посмотреть журнал с отметками?
        Сколько учеников в нашем классе?
        Нужен ли в школе флюорографический снимок?
        Как оформить возврат налога за обучение?
        Кто победил в олимпиаде по химии?
        Можно ли завести в школе хомяка?
        Где купить рюкзак?
        Когда придёт психолог?
        Пароль от почты gmail
        Почему школа называется лицеем?
        What colour is the school roof?
        Who teaches chemistry?
        Is there a school orchestra?
        Where can I park my car?
        How old is the building?
        Когда начинается учебный год?
        Как записать ребёнка в первый класс?
        Сколько человек работает в школе?
        Есть ли у вас продлёнка?
        Как зовут завуча?
        Что делать, если меня обижают одноклассники?
        Где узнать результаты олимпиады?
        Можно ли сменить класс?
        Какой у школы рейтинг?
        Кто сегодня дежурный?
        Сколько стоит форма для футбола «Спартак»?
        Когда дадут зарплату?
        Does the school have a football team?
        How do I apply to the school?
        When is the graduation ball?
        What does photosynthesis mean?
        Which bus goes to the airport?
        Кто мой учитель?
        Где узнать оценки?
        Потерял телефон
        How do I get a certificate?
        """;

    public static IReadOnlyList<string> Lines(string table) => table.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public static IReadOnlyList<(string Title, string Question)> Pairs(string table) => [.. Lines(table).Select(l => l.Split(" | ") is [var title, var question] ? (title, question) : throw new FormatException(l))];
}
