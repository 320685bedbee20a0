using Chat.Web.Data;

namespace Chat.Web.Accounts;

/// <summary>Whom the sign-in page offers in one tap, where there is a demo school; nobody anywhere else.</summary>
public sealed class DemoAccounts(DemoSchool demo, IHostEnvironment environment)
{
    public IReadOnlyList<DemoPerson> People => environment.IsDevelopment() && demo.IsWanted ? DemoSchool.People : [];
}
