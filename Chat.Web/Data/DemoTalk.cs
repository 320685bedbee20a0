using Chat.Web.Accounts;
using Chat.Web.Conversations;

namespace Chat.Web.Data;

/// <summary>What was said in the demo school before you came.</summary>
internal static class DemoTalk
{
    public static IEnumerable<(string Key, (AppUser Sender, int MinutesAgo, string Text)[] Lines)> Lines(Dictionary<string, AppUser> who)
    {
        var (student, teacher, tutor) = (who["Test Student"], who["Test Teacher"], who["Test Tutor"]);
        var (anna, ivan, maria, dmitry) = (who["Анна Иванова"], who["Иван Петров"], who["Мария Соколова"], who["Дмитрий Смирнов"]);
        const int Maths = 1;
        const int Physics = 2;

        yield return (ConversationKey.ForSubject(student.Id, teacher.Id, Maths),
        [
            (teacher, 2900, "Добрый день! На этой неделе разбираем квадратные уравнения. Задачи 12–18 из сборника, срок — пятница."),
            (student, 2875, "Здравствуйте! Спасибо. А 17-ю можно решать через теорему Виета?"),
            (teacher, 2860, "Можно и нужно. Только не забудьте проверить, что дискриминант неотрицательный."),
            (student, 95, "Решил 12–16. В 17-й получается x₁ = 3 и x₂ = −5, сходится?"),
            (teacher, 80, "Всё верно. Осталась 18-я — там подумайте, при каких значениях параметра корень один."),
        ]);
        yield return (ConversationKey.ForTutor(student.Id, tutor.Id, Maths),
        [
            (tutor, 1500, "Привет! Завтра в 16:00 занимаемся как обычно?"),
            (student, 1480, "Да, я приду. Можно разобрать параметры?"),
        ]);
        yield return (ConversationKey.ForSubject(anna.Id, ivan.Id, Physics),
        [
            (ivan, 400, "Анна, лабораторную принял. Погрешность посчитана аккуратно, молодец."),
            (anna, 380, "Спасибо! А что будет на следующей?"),
            (ivan, 370, "Закон Ома: соберём цепь и снимем вольт-амперную характеристику. Возьмите линейку и тетрадь."),
        ]);
        yield return (ConversationKey.ForSubject(dmitry.Id, ivan.Id, Physics),
        [
            (dmitry, 200, "Иван Сергеевич, я болею, можно сдать отчёт в понедельник?"),
            (ivan, 190, "Конечно. Выздоравливайте!"),
        ]);
        yield return (ConversationKey.ForTutor(anna.Id, maria.Id, subjectId: null),
        [
            (maria, 60, "Аня, как прошла неделя? С чем помочь в первую очередь?"),
        ]);
    }
}
