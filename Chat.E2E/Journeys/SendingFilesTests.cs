using Chat.E2E.Pages;
using static Chat.E2E.Cast;
using static Chat.E2E.SampleFiles;

namespace Chat.E2E.Journeys;

/// <summary>A file goes from one browser to another: picked, dropped or pasted, shown, opened and downloaded; and nowhere else.</summary>
public sealed class SendingFilesTests(Stage stage, Site site) : Journey(stage, site), IClassFixture<Site>
{
    [Fact]
    public async Task A_student_picks_drops_and_pastes_and_the_teacher_sees_opens_and_downloads()
    {
        var (student, teacher, parent) = (await ArriveAsync(TestStudent), await ArriveAsync(TestTeacher), await ArriveAsync(TestParent));
        foreach (var person in new[] { student, teacher, parent })
        {
            await person.Chats.OpenAsync(Maths);
        }

        await student.Thread.ReadyAsync();
        await student.Files.PickAsync(await PictureAsync(student, "picked.png"), Pdf);
        await student.Files.DropAsync(await PictureAsync(student, "dropped.png"));
        await student.Files.PasteAsync(await PictureAsync(student, "pasted.png"));
        await Expect(student.Files.Arrived).ToHaveCountAsync(4);
        await Expect(student.Files.Limits).ToContainTextAsync("DOCX");
        var text = Unheard("Моя работа");
        await student.Thread.SendAsync(text);

        foreach (var person in new[] { teacher, parent, student })
        {
            await person.Thread.ShowsOnceAsync(text);
            foreach (var name in new[] { "picked.png", "dropped.png", "pasted.png" })
            {
                await Expect(person.Files.Picture(name)).ToBeVisibleAsync();
                Assert.True(await person.Files.Picture(name).Locator("img").EvaluateAsync<bool>("img => img.decode().then(() => img.naturalWidth > 1)"));
                await Expect(person.Files.Picture(name).Locator("img")).ToHaveAttributeAsync("width", "320");
            }

            await Expect(person.Files.Card("решение.pdf")).ToBeVisibleAsync();
        }

        await teacher.Files.Picture("picked.png").ClickAsync();
        await Expect(teacher.Files.Shown).ToHaveAttributeAsync("alt", "picked.png");
        await teacher.Page.Keyboard.PressAsync("ArrowRight");
        await Expect(teacher.Files.Shown).ToHaveAttributeAsync("alt", "dropped.png");
        await teacher.Page.Keyboard.PressAsync("ArrowLeft");
        await Expect(teacher.Files.Shown).ToHaveAttributeAsync("alt", "picked.png");
        Assert.Equal(800, await teacher.Files.Shown.EvaluateAsync<int>("img => img.decode().then(() => img.naturalWidth)"));
        await teacher.Page.Keyboard.PressAsync("Escape");
        await Expect(teacher.Files.Lightbox).ToBeHiddenAsync();
        await Expect(teacher.Files.Picture("picked.png")).ToBeFocusedAsync();

        // With a finger: sideways to the next one, beside it to be done.
        await teacher.Files.Picture("picked.png").ClickAsync();
        await teacher.Files.SwipeAsync(-80);
        await Expect(teacher.Files.Shown).ToHaveAttributeAsync("alt", "dropped.png");
        await teacher.Files.SwipeAsync(80);
        await Expect(teacher.Files.Shown).ToHaveAttributeAsync("alt", "picked.png");
        await teacher.Files.Stage.ClickAsync(new() { Position = new() { X = 4, Y = 4 } });
        await Expect(teacher.Files.Lightbox).ToBeHiddenAsync();

        var download = await teacher.Page.RunAndWaitForDownloadAsync(() => teacher.Files.Card("решение.pdf").ClickAsync());
        Assert.Equal("решение.pdf", download.SuggestedFilename);
        Assert.Equal(Pdf.Buffer, await File.ReadAllBytesAsync(await download.PathAsync(), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_words_beside_a_file_are_taken_away_and_the_file_stays()
    {
        var (student, teacher) = (await ArriveAsync(TestStudent), await ArriveAsync(TestTeacher));
        await student.Chats.OpenAsync(Maths);
        await teacher.Chats.OpenAsync(Maths);
        await student.Files.PickAsync(Called("caption.pdf"));
        await Expect(student.Files.Arrived).ToHaveCountAsync(1);
        var caption = Unheard("Не та подпись");
        await student.Thread.SendAsync(caption);
        await student.Thread.ShowsOnceAsync(caption);
        await teacher.Thread.ShowsOnceAsync(caption);

        await student.Thread.Field.PressAsync("ArrowUp");
        await Expect(student.Thread.Field).ToHaveValueAsync(caption);
        await student.Thread.Field.FillAsync("");
        await student.Thread.Field.PressAsync("Enter");

        await Expect(student.Thread.Mode).ToBeHiddenAsync();
        await Expect(teacher.Thread.Messages.Filter(new() { HasText = caption })).ToHaveCountAsync(0);
        await Expect(teacher.Files.Card("caption.pdf")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Another_student_finds_nothing_at_the_address_of_a_file()
    {
        var (student, anna) = (await ArriveAsync(TestStudent), await ArriveAsync(Anna));
        await student.Chats.OpenAsync(Tutoring);
        await student.Thread.ReadyAsync();
        await student.Files.PickAsync(Called("тайна.pdf"));
        await Expect(student.Files.Arrived).ToHaveCountAsync(1);
        await student.Thread.Field.PressAsync("Enter");
        await Expect(student.Files.Card("тайна.pdf")).ToBeVisibleAsync();
        var address = await student.Files.Card("тайна.pdf").GetAttributeAsync("href");

        Assert.Equal(200, (await student.Page.APIRequest.GetAsync(address!)).Status);
        Assert.Equal(404, (await anna.Page.APIRequest.GetAsync(address!)).Status);
    }

    [Fact]
    public async Task What_is_said_meanwhile_does_not_wait_for_a_file_and_the_message_with_it_goes_when_it_has_arrived()
    {
        var (student, teacher) = (await ArriveAsync(TestStudent), await ArriveAsync(TestTeacher));
        await student.Chats.OpenAsync(Maths);
        await teacher.Chats.OpenAsync(Maths);
        await student.Thread.ReadyAsync();
        var route = await student.Files.PickHeldAsync(Called("slow.pdf"));
        var (withFile, without) = (Unheard("С файлом"), Unheard("Без файла"));

        await student.Thread.SendAsync(withFile);
        await student.Thread.SendAsync(without);

        await teacher.Thread.ShowsOnceAsync(without);
        await Expect(student.Files.ChipsOnTheirWay).ToHaveCountAsync(1);
        await Expect(teacher.Thread.Stored(withFile)).ToHaveCountAsync(0);
        await route.ContinueAsync();
        await teacher.Thread.ShowsOnceAsync(withFile);
        await Expect(teacher.Files.Card("slow.pdf")).ToBeVisibleAsync();
        await student.Thread.ShowsOnceAsync(withFile);
    }

    [Fact]
    public async Task A_file_that_fails_is_tried_again_one_that_is_not_wanted_is_taken_back_and_one_that_is_not_taken_says_why()
    {
        var student = await ArriveAsync(TestStudent);
        await student.Chats.OpenAsync(Tutoring);
        await student.Thread.ReadyAsync();
        var asked = 0;
        await student.Page.RouteAsync(ThreadFiles.Uploading, route => ++asked == 1
            ? route.FulfillAsync(new() { Status = 200, ContentType = "application/json", Body = """{"detail":"Не сейчас"}""" })
            : route.ContinueAsync());

        await student.Files.PickAsync(Called("again.pdf"));
        await Expect(student.Files.Chips).ToContainTextAsync("Не сейчас");
        await student.Files.Retry.ClickAsync();
        await Expect(student.Files.Arrived).ToHaveCountAsync(1);

        await student.Files.PickAsync(Called("program.exe"), new() { Name = "large.pdf", MimeType = "application/pdf", Buffer = new byte[(10 * 1024 * 1024) + 1] });
        await Expect(student.Files.Chips).ToHaveCountAsync(3);
        await Expect(student.Files.Chips.Nth(1).GetByRole(AriaRole.Alert)).ToHaveTextAsync(student.Word<Web.Conversations.ConversationTexts>("FileWrongKind"));
        await Expect(student.Files.Chips.Nth(2).GetByRole(AriaRole.Alert)).ToHaveTextAsync(student.Word<Web.Conversations.ConversationTexts>("FileTooLarge", 10));
        Assert.Equal(2, asked);
        await student.Files.Remove("program.exe").ClickAsync();
        await student.Files.Remove("large.pdf").ClickAsync();

        // What has arrived stays over a reload, and goes when it is taken back.
        await student.Page.ReloadAsync();
        await Expect(student.Files.Arrived).ToHaveCountAsync(1);
        await student.Thread.ReadyAsync();
        await student.Files.Remove("again.pdf").ClickAsync();
        await Expect(student.Files.Chips).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData("ru")]
    [InlineData("en")]
    public async Task Files_and_the_pictures_over_everything_look_good_to_axe(string language)
    {
        var teacher = await ArriveAsync(Ivan, new Look { IsInspected = true });
        await teacher.SpeakAsync(language);
        await teacher.GoAsync($"/chat/{await Site.NumberOfAsync(Anna, Ivan)}");
        await teacher.Thread.ReadyAsync();
        await teacher.Files.PickAsync(await PictureAsync(teacher, "a.png"), Pdf, Called("b.exe"));
        await Expect(teacher.Files.Arrived).ToHaveCountAsync(2);
        await LooksGoodAsync(teacher);
        await teacher.Thread.SendAsync(Unheard("Задание"));
        await Expect(teacher.Files.Picture("a.png").Last).ToBeVisibleAsync();
        await LooksGoodAsync(teacher);
        await teacher.Files.Picture("a.png").Last.ClickAsync();
        await Expect(teacher.Files.Shown).ToBeVisibleAsync();
        await LooksGoodAsync(teacher);
    }

    private static async Task LooksGoodAsync(Person person)
    {
        foreach (var size in new[] { Look.Desk, Look.Phone })
        {
            foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
            {
                await person.InspectAsync(scheme, size);
            }
        }
    }
}
