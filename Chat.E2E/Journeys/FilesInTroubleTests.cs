using System.Text.RegularExpressions;
using Chat.E2E.Pages;
using Chat.Web.Conversations;
using static Chat.E2E.Cast;
using static Chat.E2E.SampleFiles;

namespace Chat.E2E.Journeys;

/// <summary>Files that are refused, taken back, lost or too many: what was said with them is never stuck, and never goes without a word.</summary>
public sealed class FilesInTroubleTests(Stage stage, Site site) : Journey(stage, site), IClassFixture<Site>
{
    [Fact]
    public async Task A_file_taken_back_from_a_message_on_its_way_holds_it_up_no_longer()
    {
        var (student, teacher) = (await OpensMathsAsync(TestStudent), await OpensMathsAsync(TestTeacher));
        await student.Page.RouteAsync(ThreadFiles.Uploading, async route =>
        {
            // One of the two never arrives.
            if (!route.Request.PostDataBuffer!.AsSpan().IndexOf("slow.pdf"u8).Equals(-1))
            {
                return;
            }

            await route.ContinueAsync();
        });
        await student.Files.PickAsync(Called("slow.pdf"), Called("quick.pdf"));
        var (text, later) = (Unheard("С двумя файлами"), Unheard("Потом"));
        await student.Thread.SendAsync(text);
        await Expect(student.Files.ChipsOnTheirWay).ToHaveCountAsync(2);
        await Expect(student.Files.ChipsOnTheirWay.And(student.Page.Locator(".arrived"))).ToHaveCountAsync(1);

        await student.Files.Remove("slow.pdf").ClickAsync();

        await teacher.Thread.ShowsOnceAsync(text);
        await Expect(teacher.Thread.Stored(text).Locator(".file-card")).ToHaveCountAsync(1);
        await student.Thread.ShowsOnceAsync(text);
        await student.Thread.SendAsync(later);
        await teacher.Thread.ShowsOnceAsync(later);
    }

    [Fact]
    public async Task A_file_that_is_refused_after_its_message_was_sent_off_is_taken_out_and_the_words_go()
    {
        var (student, teacher) = (await OpensMathsAsync(TestStudent), await OpensMathsAsync(TestTeacher));
        student.Complaints.Pardon("415");
        var route = await student.Files.PickHeldAsync(new FilePayload { Name = "not-a-picture.png", MimeType = "image/png", Buffer = [0, 1, 2, 3] });
        var text = Unheard("Слова без картинки");
        await student.Thread.SendAsync(text);
        await route.ContinueAsync();

        var failed = student.Thread.OnItsWay(text);
        await Expect(failed.Locator(".bubble-state")).ToHaveAttributeAsync("role", "alert");
        // The same file would be refused again.
        await Expect(failed.GetByRole(AriaRole.Button, new() { Name = student.Word<ConversationTexts>("Retry"), Exact = true })).ToHaveCountAsync(0);
        // Nothing of it is behind the composer.
        await Expect(failed.GetByRole(AriaRole.Button, new() { Name = student.Word<ConversationTexts>("Delete"), Exact = true })).ToBeInViewportAsync(new() { Ratio = 1 });
        await student.Files.Remove("not-a-picture.png").ClickAsync();

        await teacher.Thread.ShowsOnceAsync(text);
        await student.Thread.ShowsOnceAsync(text);
        await Expect(student.Thread.Field).ToBeFocusedAsync();
    }

    [Fact]
    public async Task A_file_that_waited_for_too_long_is_named_and_the_rest_goes_without_it()
    {
        var (student, teacher) = (await OpensMathsAsync(TestStudent), await OpensMathsAsync(TestTeacher));
        student.Complaints.Pardon("404 (Not Found)");
        await student.Files.PickAsync(Called("yesterday.pdf"), Called("today.pdf"));
        await Expect(student.Files.Arrived).ToHaveCountAsync(2);
        await ForgetAsync("yesterday.pdf");
        var text = Unheard("Со вчерашним файлом");
        await student.Thread.SendAsync(text);

        var failed = student.Thread.OnItsWay(text);
        await Expect(failed.Locator(".bubble-state")).ToContainTextAsync(student.Word<ConversationTexts>("FilesLost", "yesterday.pdf"));
        await failed.GetByRole(AriaRole.Button, new() { Name = student.Word<ConversationTexts>("Retry"), Exact = true }).ClickAsync();
        await teacher.Thread.ShowsOnceAsync(text);
        await Expect(teacher.Thread.Stored(text).Locator(".file-card")).ToHaveTextAsync(new Regex("today.pdf", RegexOptions.None, Patience.Limit));

        await student.Files.PickAsync(Called("forgotten.pdf"));
        await Expect(student.Files.Arrived).ToHaveCountAsync(1);
        await ForgetAsync("forgotten.pdf");
        await student.Page.ReloadAsync();
        await Expect(student.Page.Locator("[data-problem]")).ToHaveTextAsync(student.Word<ConversationTexts>("FilesLost", "forgotten.pdf"));
        await Expect(student.Files.Chips).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task More_files_than_a_message_carries_are_told_of_once_and_leave_room_to_write()
    {
        var student = await ArriveAsync(Anna, Look.Phone with { Height = 450 });
        await student.GoAsync($"/chat/{await Site.NumberOfAsync(Anna, Maria)}");
        await student.LiveAsync();
        await student.Thread.ReadyAsync();

        await student.Files.PickAsync([.. Enumerable.Range(1, 14).Select(i => Called($"page-{i}.pdf"))]);

        await Expect(student.Files.Chips).ToHaveCountAsync(11);
        await Expect(student.Files.Chips.Last).ToContainTextAsync("page-11.pdf +3");
        await Expect(student.Files.Chips.Last.GetByRole(AriaRole.Alert)).ToHaveTextAsync(student.Word<ConversationTexts>("FileTooMany", 10));
        await Expect(student.Thread.Field).ToBeInViewportAsync(new() { Ratio = 1 });
        await Expect(student.Files.Arrived).ToHaveCountAsync(10);
    }

    [Fact]
    public async Task What_one_tab_is_uploading_another_tab_does_not_take_away()
    {
        var student = await OpensMathsAsync(TestStudent);
        var other = await student.OpenTabAsync();
        await other.GoAsync(student.Page.Url);
        await other.Thread.ReadyAsync();
        var route = await student.Files.PickHeldAsync(Called("mine.pdf"));

        await other.Thread.Field.FillAsync("Пишу в другой вкладке");
        await Expect(student.Thread.Field).ToHaveValueAsync("Пишу в другой вкладке");
        await Expect(student.Files.Chips).ToHaveCountAsync(1);
        await route.ContinueAsync();

        await Expect(student.Files.Arrived).ToHaveCountAsync(1);
        await Expect(other.Files.Arrived).ToHaveCountAsync(1);
        await student.Files.Remove("mine.pdf").ClickAsync();
        await student.Thread.Field.FillAsync("");
        await Expect(other.Files.Chips).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Cells_that_are_pasted_are_text_though_they_bring_a_picture_along()
    {
        var student = await OpensMathsAsync(TestStudent);

        var isPasted = await student.Page.EvaluateAsync<bool>("""
            () => {
              const pasted = new DataTransfer();
              pasted.setData('text/plain', 'x\t1');
              pasted.setData('text/html', '<table><tr><td>x<td>1</table>');
              pasted.items.add(new File(['…'], 'image.png', { type: 'image/png' }));
              const event = new ClipboardEvent('paste', { clipboardData: pasted, bubbles: true, cancelable: true });
              document.querySelector('[data-composer] textarea').dispatchEvent(event);
              return !event.defaultPrevented;
            }
            """);

        Assert.True(isPasted);
        await Expect(student.Files.Chips).ToHaveCountAsync(0);
    }

    private async Task<Person> OpensMathsAsync(Web.Data.DemoPerson who)
    {
        var person = await ArriveAsync(who);
        await person.Chats.OpenAsync(Maths);
        await person.Thread.ReadyAsync();
        return person;
    }

    /// <summary>As what sweeps up does, when its day is over.</summary>
    private async Task ForgetAsync(string name) => await Site.WriteAsync($"DELETE FROM Attachments WHERE FileName = {name}");
}
