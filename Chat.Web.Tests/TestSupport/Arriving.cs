using Chat.Web.Accounts;
using Chat.Web.Outcomes;

namespace Chat.Web.Tests.TestSupport;

/// <summary>How people come in.</summary>
public static class Arriving
{
    public static Task<Outcome<LiveSession>> SignInAsync(this SchoolHouse school, string? login, string? password, string device = "Firefox") =>
        school.SignIns.SignInAsync(login, password, new Device(device, "127.0.0.1"), Patience.Stop);

    public static async Task<LiveSession> TestStudentSignsInAsync(this SchoolHouse school, string device = "Firefox") =>
        (await school.SignInAsync("test_student@example.com", "test123", device)).Granted();

    public static Task<Outcome<LiveSession>> RegisterAsync(this SchoolHouse school, string? code, string email, string password = "correct horse", string name = "Somebody New") =>
        school.Registrations.RegisterAsync(code, new RegistrationDraft(name, email, password, "en"), new Device("Firefox", "127.0.0.1"), Patience.Stop);
}
