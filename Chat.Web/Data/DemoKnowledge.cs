using Chat.Web.Accounts;
using Chat.Web.Bot;

namespace Chat.Web.Data;

/// <summary>What the bot of the demo school knows, and the questions it offers.</summary>
internal static class DemoKnowledge
{
    public static IEnumerable<Article> Articles(AppUser author, DateTimeOffset at) => Texts().Select(t => new Article
    {
        State = ArticleState.Approved,
        ApprovedVersion = 1,
        ChangedAt = at,
        IsDemo = true,
        Revisions = [new ArticleRevision { Version = 1, Audience = t.Audience, Ru = t.Ru, En = t.En, WrittenById = author.Id, WrittenAt = at, ApprovedById = author.Id, ApprovedAt = at }],
    });

    public static IEnumerable<QuickPrompt> Prompts() =>
    [
        Prompt("ru", 1, "Расписание", "Где посмотреть расписание уроков?"),
        Prompt("ru", 2, "Обеды", "Как записаться на обед?"),
        Prompt("ru", 3, "Пароль", "Что делать, если забыл пароль?"),
        Prompt("ru", 4, "Болезнь", "Нужна ли справка после болезни?"),
        Prompt("en", 1, "Timetable", "Where do I find the timetable?"),
        Prompt("en", 2, "Lunch", "How do I sign up for lunch?"),
        Prompt("en", 3, "Password", "What if I forgot my password?"),
        Prompt("en", 4, "Illness", "Do I need a note after an illness?"),
    ];

    private static QuickPrompt Prompt(string language, int order, string title, string text) => new() { Language = language, Order = order, Title = title, Text = text, IsDemo = true };

    private static IEnumerable<(Audience Audience, ArticleText Ru, ArticleText En)> Texts()
    {
        yield return (Audience.Everyone,
            new("Расписание уроков", """
                Расписание на неделю вывешивается в пятницу после 16:00 — у входа и на сайте школы.

                - Уроки начинаются в 8:30, урок длится 45 минут.
                - Перемены по 10 минут, большая — 20 минут, после третьего урока.
                - О заменах пишет классный руководитель накануне до 19:00.
                """, "во сколько начинаются уроки\nкогда звонок на первый урок\nдлительность перемены\nзамена учителя\nрасписание звонков"),
            new("Lesson timetable", """
                The timetable for the next week is put up on Friday after 16:00, at the entrance and on the school's site.

                - Lessons begin at 8:30 and take 45 minutes.
                - Breaks take 10 minutes; the long one, after the third lesson, 20.
                - Your form teacher writes about replacements by 19:00 the day before.
                """, "when do lessons start\nbell schedule\nhow long is a break\nreplacement of a teacher\nschedule of classes"));
        yield return (Audience.Everyone,
            new("Занятия в субботу", """
                По субботам школа открыта с 9:00 до 14:00. Обязательных уроков нет.

                - Кружки и дополнительные занятия идут с 9:30.
                - Записаться можно у ведущего кружка до четверга.
                - В праздничные дни субботних занятий не бывает.
                """, "учимся ли мы в субботу\nсубботние кружки\nработает ли школа на выходных\nдополнительные занятия, факультатив, секция"),
            new("Saturday classes", """
                On Saturdays the school is open from 9:00 to 14:00. There are no compulsory lessons.

                - Clubs and extra classes begin at 9:30.
                - Sign up with whoever leads the club by Thursday.
                - There is nothing on public holidays.
                """, "is there school on Saturday\nweekend clubs\nextra classes, optional courses"));
        yield return (Audience.Everyone,
            new("Обеды и столовая", """
                Столовая открыта с 9:00 до 15:30, горячее — после третьего и после пятого урока.

                - Записаться на обед или отказаться от него можно до 18:00 накануне, в столовой или через классного руководителя.
                - Оплата — картой школьника, раз в месяц.
                - По субботам столовая закрыта: обед можно взять с собой.
                - Об аллергии сообщите школьной медсестре: блюда заменят.
                """, "школьное питание\nчем кормят\nменю столовой, столовка\nоплатить завтрак\nаллергия на продукты\nбуфет"),
            new("Lunch and the canteen", """
                The canteen is open from 9:00 to 15:30; hot meals come after the third and the fifth lesson.

                - Sign up for lunch, or cancel it, by 18:00 the day before, in the canteen or with your form teacher.
                - It is paid with the student's card, once a month.
                - On Saturdays the canteen is closed: bring your lunch along.
                - Tell the school nurse about allergies: the dish will be replaced.
                """, "school meals\nmenu\npay for breakfast\nfood allergy\nwhat is there to eat"));
        yield return (Audience.Everyone,
            new("Справка после болезни", """
                Если ребёнок заболел, напишите классному руководителю утром, до первого урока.

                - Пропуск до трёх дней — достаточно записки от родителей.
                - Больше трёх дней — нужна справка от врача; отдайте её медсестре в день возвращения.
                - Что задано за эти дни, учителя напишут в чате.
                """, "ребёнок заболел, болеет, простудился, температура\nпропустил уроки по болезни\nмедицинская справка от педиатра\nзаписка от родителей об отсутствии"),
            new("A note after an illness", """
                If a child is ill, write to the form teacher in the morning, before the first lesson.

                - Up to three days: a note from the parents will do.
                - More than three days: a doctor's note is needed; give it to the nurse on the day of return.
                - Teachers write in the chat what was set meanwhile.
                """, "sick note\nmy child is sick, has a fever\nmissed lessons, absence\ndoctor's certificate"));
        yield return (Audience.Everyone,
            new("Забытый пароль и вход", """
                Если пароль забыт, попросите администратора школы: он даст ссылку, по которой вы зададите новый. Ссылка действует сутки.

                - После пяти ошибок вход закрывается на 15 минут, потом можно попробовать снова.
                - Сменить пароль, пока вы его помните, можно в меню: «Сменить пароль».
                - Никому не говорите пароль: сотрудники школы его не спрашивают.
                """, "не могу войти, не пускает\nвосстановить доступ\nсбросить пароль\nучётная запись заблокирована\nлогин"),
            new("A forgotten password and signing in", """
                If you forgot your password, ask the school's admin for a link by which you set a new one. It works for a day.

                - After five mistakes signing in is closed for 15 minutes; then you can try again.
                - While you remember it, you change it in the menu: Change password.
                - Tell nobody your password: people of the school do not ask for it.
                """, "cannot log in\nrestore access\nreset my password\naccount is locked\nlogin"));
        yield return (Audience.Everyone,
            new("Родительские собрания", """
                Собрания проходят раз в четверть, обычно во вторник в 18:30, в кабинете класса.

                - О дате классный руководитель пишет за неделю.
                - Кто не может прийти, подключается по видеосвязи: ссылку присылают в день собрания.
                - О ребёнке лично лучше поговорить с учителем отдельно: напишите ему в чате.
                """, "встреча с родителями\nподключиться по видео, онлайн\nкогда собирают родителей\nдень открытых дверей для пап и мам"),
            new("Parents' meetings", """
                Meetings are held once a term, usually on Tuesday at 18:30, in the form's own room.

                - The form teacher writes about the date a week before.
                - Whoever cannot come joins by video: the link is sent on the day.
                - About your own child it is better to talk with the teacher apart: write in the chat.
                """, "meeting for parents\nparent evening\nwhen do parents gather"));
        yield return (Audience.Everyone,
            new("Домашние задания", """
                Домашнее задание учитель пишет в чате предмета в день урока, до 17:00. Там же стоит срок.

                - Сдать работу можно там же: фотографией или файлом.
                - Если не успеваете, напишите учителю до срока и договоритесь о другом.
                - Оценка появится, когда учитель её откроет.
                """, "что задали на дом\nдомашка, ДЗ\nсдать работу, прислать решение\nпродлить срок сдачи"),
            new("Homework", """
                The teacher writes the homework in the subject's chat on the day of the lesson, by 17:00. The deadline stands there too.

                - Hand it in there as well: as a photo or a file.
                - If you cannot make it, write to the teacher before the deadline and agree on another.
                - The mark appears when the teacher releases it.
                """, "what is set for home\nhand in an assignment\nextend the deadline\nsubmit my work"));
        yield return (Audience.Everyone,
            new("Экзамены и пересдача", """
                Итоговые экзамены сдают в мае и июне; расписание известно к 1 апреля.

                - На экзамен приходят за 20 минут, с паспортом и чёрной ручкой.
                - Пересдача — в сентябре; записаться нужно до 25 августа.
                - Пробные экзамены пишут в марте, оценки за них не идут в аттестат.
                """, "когда сдавать ОГЭ и ЕГЭ\nитоговая аттестация\nчто брать на экзамен\nпересдать двойку\nпробник, контрольная за год"),
            new("Exams and resits", """
                Final exams are taken in May and June; their dates are known by 1 April.

                - Come 20 minutes early, with your passport and a black pen.
                - Resits are in September; sign up by 25 August.
                - Mock exams are written in March and do not count for the certificate.
                """, "final test, examination dates\nwhat to bring to the exam\nfailed, take it again\nmock exam"));
        yield return (Audience.Everyone,
            new("Библиотека и учебники", """
                Библиотека на втором этаже работает с 8:00 до 17:00, в пятницу до 16:00.

                - Учебники выдают в последнюю неделю августа и сдают в июне.
                - Художественную книгу можно взять на 14 дней и один раз продлить.
                - Потерянную книгу заменяют такой же.
                """, "взять книгу почитать\nполучить учебник\nпотерял книжку\nбиблиотекарь\nчитальный зал"),
            new("Library and textbooks", """
                The library on the second floor is open from 8:00 to 17:00, on Friday until 16:00.

                - Textbooks are given out in the last week of August and returned in June.
                - Other books are lent for 14 days, and once more for as long.
                - A lost book is replaced by the same one.
                """, "borrow a book\nget my textbook\nI lost a book\nlibrarian\nreading room"));
        yield return (Audience.Everyone,
            new("Контакты школы", """
                Секретарь отвечает по будням с 8:30 до 17:00.

                - Телефон: +7 495 000-00-00, почта: office@school.example.
                - Адрес: Школьная улица, дом 1, вход со двора.
                - Директор принимает по средам с 15:00, по записи у секретаря.
                """, "как позвонить, дозвониться в школу\nкак связаться со школой\nномер телефона и адрес\nэлектронная почта секретаря\nприём у директора\nчасы работы канцелярии"),
            new("How to reach the school", """
                The secretary answers on weekdays from 8:30 to 17:00.

                - Telephone: +7 495 000-00-00, e-mail: office@school.example.
                - Address: 1 School Street, entrance from the yard.
                - The head teacher sees people on Wednesdays from 15:00; the secretary makes the appointment.
                """, "call, contact the school\nphone number and address, contacts\nsecretary's email\nappointment with the principal\noffice hours"));
        yield return (Audience.Everyone,
            new("Школьная форма", """
                В будни носят форму: тёмный низ, однотонный верх, значок школы.

                - Для физкультуры нужны спортивный костюм и кроссовки со светлой подошвой.
                - По пятницам можно без формы, если нет праздника или экзамена.
                - Форму заказывают в мае у классного руководителя; обменять размер можно до сентября.
                """, "в чём ходить в школу\nодежда, дресс-код\nспортивная форма на физкультуру\nможно ли джинсы\nсменная обувь"),
            new("School uniform", """
                On weekdays we wear the uniform: dark trousers or skirt, a plain top, the school's badge.

                - For sports bring a tracksuit and trainers with light soles.
                - On Fridays you may come without it, unless there is a holiday or an exam.
                - It is ordered in May with the form teacher; sizes are exchanged until September.
                """, "what to wear\nclothes, dress code\nsports kit\nare jeans allowed\nindoor shoes"));
        yield return (Audience.Everyone,
            new("Школьный автобус и дорога", """
                Автобус ходит по двум маршрутам, утром прибывает в 8:10, обратно отправляется в 14:40 и 16:40.

                - Записать ребёнка на автобус можно у секретаря в течение года, если есть места.
                - Об опоздании автобуса пишет сопровождающий.
                - Велосипеды оставляют на стоянке у спортивного зала.
                """, "как добраться до школы\nмаршрут и остановки транспорта\nподвоз детей\nавтобус опаздывает\nгде оставить велосипед, самокат"),
            new("School bus and the way to school", """
                The bus has two routes. It arrives at 8:10 and leaves at 14:40 and 16:40.

                - The secretary signs a child up for the bus all year round, if there are seats.
                - If it is late, whoever accompanies it writes so.
                - Bicycles are left at the stand by the gym.
                """, "how to get to school\nroute and stops, transport\nthe bus is late\nwhere to leave a bike or scooter"));
        yield return (Audience.Staff,
            new("Замены и больничный сотрудника", """
                Если вы не можете выйти на работу, позвоните завучу до 7:30: он найдёт замену.

                - Больничный лист передают в отдел кадров в день выхода.
                - Планы уроков на время отсутствия кладут в общую папку кафедры.
                """, "больничный учителя\nкто меня заменит\nотдел кадров, отпуск"),
            new("Staff sick leave and cover", """
                If you cannot come to work, call the deputy head by 7:30: cover will be found.

                - The certificate goes to human resources on the day you return.
                - Plans for the lessons you miss are put into the department's shared folder.
                """, "teacher is ill\nwho covers my lessons\nhuman resources, vacation"));
    }
}
