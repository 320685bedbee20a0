using Chat.Web.Data;

namespace Chat.E2E;

/// <summary>The people of the demo school, and the talks they are in, as all of them read their names in Russian.</summary>
public static class Cast
{
    public const string Maths = "Математика - Test Student ↔ Test Teacher";

    public const string Tutoring = "Математика - Test Student ↔ Test Tutor";

    public const string AnnasPhysics = "Физика - Анна Иванова ↔ Иван Петров";

    public const string AnnasTutoring = "Тьютор - Анна Иванова ↔ Мария Соколова";

    public const string DmitrysPhysics = "Физика - Дмитрий Смирнов ↔ Иван Петров";

    public static DemoPerson TestStudent => Named("Test Student");

    public static DemoPerson TestTeacher => Named("Test Teacher");

    public static DemoPerson TestTutor => Named("Test Tutor");

    public static DemoPerson TestParent => Named("Test Parent");

    public static DemoPerson Admin => Named("Admin");

    public static DemoPerson Administrator => Named("Администратор");

    public static DemoPerson Ivan => Named("Иван Петров");

    public static DemoPerson Anna => Named("Анна Иванова");

    public static DemoPerson Dmitry => Named("Дмитрий Смирнов");

    public static DemoPerson Maria => Named("Мария Соколова");

    public static DemoPerson Elena => Named("Елена Иванова");

    private static DemoPerson Named(string fullName) => DemoSchool.People.Single(p => p.FullName == fullName);
}
