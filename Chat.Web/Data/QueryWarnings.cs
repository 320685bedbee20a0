using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Chat.Web.Data;

internal static class QueryWarnings
{
    /// <summary>What EF warns of by itself and was thought of here, so that what stands in the log is news.</summary>
    public static DbContextOptionsBuilder IgnoreWhatWasThoughtOf(this DbContextOptionsBuilder options) => options.ConfigureWarnings(warnings => warnings.Ignore(
        // Of what hangs on one message there is a handful: one statement is quicker than one for each kind.
        RelationalEventId.MultipleCollectionIncludeWarning,
        // What is counted up to a number is the same number, whichever were counted.
        CoreEventId.RowLimitingOperationWithoutOrderByWarning));
}
