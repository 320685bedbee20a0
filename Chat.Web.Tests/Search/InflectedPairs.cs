namespace Chat.Web.Tests.Search;

/// <summary>What is said, and what is looked for.</summary>
internal static class InflectedPairs
{
    public const string Russian = """
        уравнение уравнениями
        уравнений уравнение
        уравнения уравнению
        задача задачами
        задач задачу
        контрольная контрольную
        контрольной контрольные
        учитель учителям
        учителю учитель
        учительница учительницей
        ученик учениками
        ученики ученика
        школа школе
        школьный школьного
        урок уроков
        уроками уроке
        тетрадь тетрадями
        тетради тетрадь
        домашнее домашнего
        домашняя домашние
        задание заданий
        заданиями задание
        параграф параграфах
        формула формулой
        формулами формулу
        дробь дробями
        дробей дроби
        корень корнями
        функция функций
        функцию функциями
        производная производной
        интеграл интегралы
        треугольник треугольников
        треугольнике треугольник
        площадь площади
        скорость скоростью
        скорости скорость
        энергия энергией
        сила силы
        книга книгами
        книг книгу
        правило правилами
        глагол глаголов
        существительное существительных
        прилагательное прилагательными
        предложение предложениях
        сочинение сочинений
        диктант диктанта
        оценка оценки
        экзамен экзаменам
        решал решали
        решать решаем
        читал читала
        экзаменов экзамен
        угол углами
        чисел число
        отрезок отрезков
        теорема теорем
        теорем теоремой
        журнала журналы
        ошибок ошибки
        занимаемся занимается
        болел болела
        красивый красивая
        новый новыми
        важная важному
        длинный длинного
        Виета виету
        Ёлка ёлки
        """;

    public const string English = """
        equation equations
        equations equation
        exercise exercises
        solve solving
        solved solves
        lesson lessons
        teacher teachers
        teacher's teacher
        studying study
        studies studied
        student students
        question questioned
        marked marking
        mark marks
        quickly quick
        happy happiness
        hoping hoped
        running runs
        planned planning
        city cities
        agreed agree
        relation relational
        generate generating
        organize organization
        calculation calculate
        """;

    public const string Strangers = """
        уравнение уравновесить
        задача задаток
        урок уроженец
        школа школяр
        книга книгочей
        сила силос
        стол столица
        глагол глагольный
        учёба учебник
        функция функционал
        корень кореец
        лук лик
        зачёт зачем
        сова советы
        мой мою́т
        hope hops
        universe unify
        plan plane
        general genetic
        17 171
        x1 x2
        """;

    public static TheoryData<string, string> Of(string pairs) =>
        [.. pairs.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Trim().Split(' ')).Select(pair => (pair[0], pair[1]))];
}
