using System.Linq.Expressions;
using Chat.Web.School;
using Microsoft.EntityFrameworkCore;

namespace Chat.Web.Tests.TestSupport;

/// <summary>What once held, and does no longer.</summary>
public static class Endings
{
    /// <summary>The admin ends every edge of a kind that fits. There must be one.</summary>
    public static async Task EndAsync<TEdge>(this SchoolHouse school, Expression<Func<TEdge, bool>> which)
        where TEdge : Edge
    {
        await using var db = school.OpenDb();
        var edges = await db.Set<TEdge>().Where(which).Select(e => e.Id).ToListAsync(Patience.Stop);
        Assert.NotEmpty(edges);
        foreach (var edge in edges)
        {
            (await (typeof(TEdge).Name switch
            {
                nameof(Enrollment) => school.Office.EndEnrollmentAsync(school.Admin, edge, Patience.Stop),
                nameof(TutorAssignment) => school.Office.EndTutorAssignmentAsync(school.Admin, edge, Patience.Stop),
                _ => school.Office.EndGuardianLinkAsync(school.Admin, edge, Patience.Stop),
            })).Granted();
        }
    }
}
