using Chat.Web.Access;
using Chat.Web.Accounts;
using Chat.Web.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Chat.Web.Bot;

/// <summary>
/// The account in whose name the bot speaks: one, made before anybody is let in. It has no password, no address and a name
/// to sign in with that nobody can type, so it cannot be signed in as; and it is nobody among people.
/// </summary>
public sealed class BotAccount(WriteLane lane, IDbContextFactory<ChatDbContext> database, IOptions<BotOptions> options, BotSpeech speech, TimeProvider clock)
{
    /// <summary>Names that are typed have no spaces around them. That it is unique makes the account one, however many houses start at once.</summary>
    private const string NoLogin = " BOT ";

    private PersonView? _view;

    public PersonView View => _view ?? throw new InvalidOperationException("The bot is asked for before the house is prepared.");

    public Actor Actor => new(View.Id, View.Role);

    public async Task PrepareAsync(CancellationToken cancellation)
    {
        var name = string.IsNullOrWhiteSpace(options.Value.Name) ? string.Join(" / ", Languages.All.Select(language => speech.Say(language, "Name"))) : options.Value.Name.Trim();
        await using var db = await database.CreateDbContextAsync(cancellation);
        var known = await db.Users.Bots().Select(u => new { u.Id, u.FullName }).SingleOrDefaultAsync(cancellation);
        var id = known is not null && string.Equals(known.FullName, name, StringComparison.Ordinal) ? known.Id : await lane.RunAsync(written => KeepInAsync(written, name, cancellation), cancellation);
        _view = new PersonView(id, name, Rights.RoleOfTheBot);
    }

    private async Task<int> KeepInAsync(ChatDbContext db, string name, CancellationToken cancellation)
    {
        var bot = await db.Users.Bots().SingleOrDefaultAsync(cancellation);
        if (bot is null)
        {
            bot = new AppUser { FullName = name, Role = Rights.RoleOfTheBot, NormalizedUserName = NoLogin, SecurityStamp = Guid.NewGuid().ToString("N"), CreatedAt = clock.GetUtcNow() };
            db.Users.Add(bot);
        }

        bot.FullName = name;
        await db.SaveChangesAsync(cancellation);
        return bot.Id;
    }
}
