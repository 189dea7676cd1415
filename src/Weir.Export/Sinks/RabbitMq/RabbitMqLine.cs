using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace Weir.Export.Sinks.RabbitMq;

/// <summary>One connection to the broker with one channel in confirm mode, from opening to closing.</summary>
/// <remarks>
/// Its words go to its own batch: what a broken line still says never counts for the one that follows. It knows its socket, because the
/// client library leaves that open when a broker has fallen silent.
/// </remarks>
internal sealed class RabbitMqLine : IAsyncDisposable
{
    // For the broker's answer to a farewell.
    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(1);

    private ITcpClient? _socket;
    private IConnection? _connection;
    private IChannel? _channel;
    private ulong _published;

    // Shared: written by the sink, read by the client's reader.
    private volatile ConfirmedBatch? _current;

    private RabbitMqLine()
    {
    }

    /// <summary>True while neither side has ended it.</summary>
    public bool IsOpen => _channel is { IsOpen: true } && _connection is { IsOpen: true };

    /// <summary>Connects, opens the channel and declares the exchange where that is wanted.</summary>
    /// <exception cref="Exception">What <see cref="RabbitMqFault"/> understands; nothing is left open.</exception>
    public static async Task<RabbitMqLine> OpenAsync(RabbitMqOptions options, string name, CancellationToken cancel)
    {
        RabbitMqLine line = new();
        try
        {
            await line.ConnectAsync(options, name, cancel);
            return line;
        }
        catch (Exception)
        {
            await line.DisposeAsync();
            throw;
        }
    }

    /// <summary>Confirms of the messages that follow.</summary>
    public ConfirmedBatch Begin(int count) => _current = new ConfirmedBatch(_published + 1, count);

    /// <summary>Publishes one message of the batch that was begun last.</summary>
    public async Task PublishAsync(string exchange, string routingKey, bool mandatory, BasicProperties properties, byte[] body, CancellationToken cancel)
    {
        await _channel!.BasicPublishAsync(exchange, routingKey, mandatory, properties, body, cancel);
        _published++;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _current = null;
        Task closing = _connection?.CloseAsync(Constants.ReplySuccess, "done", Goodbye, abort: true) ?? Task.CompletedTask;
        await EndAsync(() => closing.WaitAsync(Goodbye));
        _socket?.Dispose();
        await EndAsync(() => closing);
        if (_connection is { } connection)
        {
            await EndAsync(() => connection.DisposeAsync().AsTask());
        }
    }

    private static async Task EndAsync(Func<Task> end)
    {
        try
        {
            await end();
        }
        catch (Exception e) when (e is RabbitMQClientException or IOException or InvalidOperationException or OperationCanceledException or TimeoutException)
        {
            // It was broken: that is why it is closed.
        }
    }

    private async Task ConnectAsync(RabbitMqOptions options, string name, CancellationToken cancel)
    {
        ConnectionFactory factory = RabbitMqConnection.Factory(options);
        factory.SocketFactory = family => _socket = ConnectionFactoryBase.DefaultSocketFactory(family);
        _connection = await factory.CreateConnectionAsync(name, cancel);
        _channel = await _connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: false), cancel);
        _channel.BasicAcksAsync += (_, word) => Tell(batch => batch.Acked(word));
        _channel.BasicNacksAsync += (_, word) => Tell(batch => batch.Nacked(word));
        _channel.BasicReturnAsync += (_, word) => Tell(batch => batch.Returned(word));
        _channel.ChannelShutdownAsync += (_, word) => Tell(batch => batch.Closed(word));
        if (options.DeclareType is { } type && options.Exchange.Length > 0)
        {
            await _channel.ExchangeDeclareAsync(options.Exchange, type, durable: true, autoDelete: false, cancellationToken: cancel);
        }
    }

    private Task Tell(Action<ConfirmedBatch> word)
    {
        if (_current is { } batch)
        {
            word(batch);
        }

        return Task.CompletedTask;
    }
}
