using Chat.Web.Access;
using Chat.Web.Admin;
using Chat.Web.Tests.TestSupport;

namespace Chat.Web.Tests.Admin;

internal static class WatchingJobs
{
    /// <summary>Waits until a job has ended, and says how.</summary>
    public static async Task<JobView> EndOfAsync(this JobService jobs, Actor actor, int id)
    {
        while (jobs.Find(actor, id).Granted().IsRunning)
        {
            await Task.Delay(10, Patience.Stop);
        }

        return jobs.Find(actor, id).Granted();
    }
}
