// SPDX-License-Identifier: Apache-2.0
// Hosts in network namespaces of their own, joined by a switch in another one that the test's clients live in. Needs root and iproute2.
#pragma once

#include <QCoreApplication>
#include <QProcess>
#include <QStringList>

#include <memory>

class NetworkHosts {
 public:
  /// Each host's link carries so many megabits a second in each direction. Null where namespaces cannot be made; `why` says so.
  static std::unique_ptr<NetworkHosts> join(const QStringList& hosts, int megabits, QString& why) {
    std::unique_ptr<NetworkHosts> made(new NetworkHosts(hosts));
    why = made->build(megabits);
    return why.isEmpty() ? std::move(made) : nullptr;
  }
  ~NetworkHosts() {
    for (const QString& name : made_) run({"ip", "netns", "del", name});
  }
  NetworkHosts(const NetworkHosts&) = delete;
  NetworkHosts& operator=(const NetworkHosts&) = delete;

  QString address(const QString& host) const { return QStringLiteral("10.214.7.%1").arg(2 + hosts_.indexOf(host)); }
  /// Put before a command that is to run on the host, or beside the clients.
  QStringList on(const QString& host) const { return {"ip", "netns", "exec", nameOf(host)}; }
  QStringList onClient() const { return on("client"); }

 private:
  explicit NetworkHosts(const QStringList& hosts) : hosts_(hosts) {}

  QString nameOf(const QString& host) const { return QStringLiteral("assay-%1-%2").arg(QCoreApplication::applicationPid()).arg(host); }

  QString build(int megabits) {
    const QString client = nameOf("client");
    if (const QString fault = add(client); !fault.isEmpty()) return fault;
    QList<QStringList> commands{{"ip", "-n", client, "link", "add", "switch", "type", "bridge"}, {"ip", "-n", client, "address", "add", "10.214.7.1/24", "dev", "switch"},
                                {"ip", "-n", client, "link", "set", "switch", "up"}, {"ip", "-n", client, "link", "set", "lo", "up"}};
    for (const QString& host : hosts_) {
      const QString name = nameOf(host), port = "to-" + host;
      if (const QString fault = add(name); !fault.isEmpty()) return fault;
      commands << QStringList{"ip", "link", "add", "eth0", "netns", name, "type", "veth", "peer", "name", port, "netns", client}
               << QStringList{"ip", "-n", name, "address", "add", address(host) + "/24", "dev", "eth0"} << QStringList{"ip", "-n", name, "link", "set", "lo", "up"}
               << QStringList{"ip", "-n", name, "link", "set", "eth0", "up"} << QStringList{"ip", "-n", client, "link", "set", port, "master", "switch"}
               << QStringList{"ip", "-n", client, "link", "set", port, "up"};
      for (const auto& [place, link] : {std::pair(name, QStringLiteral("eth0")), std::pair(client, port)})
        commands << QStringList{"tc", "-n", place, "qdisc", "add", "dev", link, "root", "tbf", "rate", QStringLiteral("%1mbit").arg(megabits), "burst", "128kb", "latency", "100ms"};
    }
    for (const QStringList& command : commands)
      if (const QString fault = run(command); !fault.isEmpty()) return fault;
    return {};
  }

  QString add(const QString& name) {
    const QString fault = run({"ip", "netns", "add", name});
    if (fault.isEmpty()) made_ << name;
    return fault;
  }

  /// What it complains of; empty when it has done its work.
  static QString run(const QStringList& command) {
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(command.first(), command.mid(1));
    if (!process.waitForFinished(10000)) return command.join(' ') + ": " + process.errorString();
    return process.exitCode() == 0 ? QString() : command.join(' ') + ": " + QString::fromUtf8(process.readAll()).trimmed();
  }

  const QStringList hosts_;
  QStringList made_;
};
