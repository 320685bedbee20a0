using Chat.Web.Access;
using Chat.Web.Admin;
using Chat.Web.Tests.TestSupport;

namespace Chat.Web.Tests.Admin;

internal static class WatchingJobs
{
    /// <summary>Waits until a job has ended, and says how. The line is open before anything is asked, so that the end cannot fall in between.</summary>
    public static async Task<JobView> EndOfAsync(this SchoolHouse school, Actor actor, int id)
    {
        using var line = school.Feed.Open(actor.Id);
        var jobs = school.The<JobService>();
        while (jobs.Find(actor, id).Granted().IsRunning)
        {
            await line.NextAsync<JobMoved>();
        }

        return jobs.Find(actor, id).Granted();
    }
}
