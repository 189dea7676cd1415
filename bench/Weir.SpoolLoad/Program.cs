// Drives the spool for bench/spool and for the tests that kill it.
using System.Globalization;
using Weir.SpoolLoad;

const string Usage = """
    Weir.SpoolLoad write    DIR [--from N] [--events N] [--window N]  appends numbered events, prints each number once it is accepted
    Weir.SpoolLoad fill     DIR                                       fills the small file system DIR, makes room, checks that nothing is missing
    Weir.SpoolLoad handover DIR [--events N] [--rate N]               hands events over and reads them back, prints JSON; rate 0 is flat out
    Weir.SpoolLoad floor    DIR --bytes N --commits N                 writes and syncs that many bytes in that many pieces, prints JSON
    Weir.SpoolLoad collect  DIR --to PORT [--from N] [--events N] [--rate N]  appends events and delivers them to a Loki at that port, prints the accepted
    Weir.SpoolLoad send     PORT [--from N] [--events N] [--rate N]   sends events as RFC 3164 lines over TCP, prints how many the system took
    Weir.SpoolLoad receive  FILE --http PORT | --tcp PORT             writes the number of every event that arrives into the file
    Weir.SpoolLoad count    FILE --events N                           prints JSON: how many of 1 to N are in the file, and how many twice
    """;

try
{
    if (args.Length < 2 || args.Length % 2 != 0)
    {
        throw new FormatException(Usage);
    }

    LoadOptions options = LoadOptions.Read(args[1], args.AsSpan(2));
    return args[0] switch
    {
        "write" => await Writing.RunAsync(options),
        "handover" => await HandOver.RunAsync(options),
        "floor" => Floor.Run(options),
        "collect" => await Collecting.RunAsync(options),
        "send" => await Sending.RunAsync(options),
        "receive" => await Receiving.RunAsync(options),
        "fill" => await Filling.RunAsync(options),
        "count" => Receiving.Count(options),
        _ => throw new FormatException(Usage),
    };
}
catch (Exception e) when (e is FormatException or OverflowException or IOException or UnauthorizedAccessException)
{
    await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Weir.SpoolLoad: {e.Message}"));
    return 2;
}
